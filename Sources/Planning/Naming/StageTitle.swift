/// What a stage is called: its purpose, and the variant whose results are read from it; several stages may have one
/// title.
package struct StageTitle: Hashable, Sendable {
  /// The purpose; one that names no tasks is about all of them.
  package let purpose: StagePurpose

  /// The variant whose results are read from the stage.
  package let variant: String?

  init(_ purpose: StagePurpose, of variant: String? = nil) {
    self.purpose = purpose
    self.variant = variant
  }

  /// The title of the purpose with another variant, or without one.
  package func naming(_ variant: String?) -> StageTitle { StageTitle(purpose, of: variant) }

  /// The title as a name: words with points between them.
  package var text: String { purpose.text(of: variant) }

  /// What titles are ordered by.
  struct SortKey: Hashable {
    let place: StagePurpose.Place

    /// The place of the variant, if the title has one, among those of the plan.
    let variant: Int

    func precedes(_ other: Self) -> Bool {
      if (place.phase, variant) != (other.place.phase, other.variant) {
        return (place.phase, variant) < (other.place.phase, other.variant)
      }
      if place.subject != other.place.subject { return place.subject.precedesNaturally(other.place.subject) }
      if (place.number, place.step) != (other.place.number, other.place.step) {
        return (place.number, place.step) < (other.place.number, other.place.step)
      }
      return place.set != other.place.set && place.set.precedesNaturally(other.place.set)
    }
  }

  /// What the title is ordered by; `variant` is the place of its variant in order of name.
  func sortKey(variant: Int) -> SortKey { SortKey(place: purpose.place, variant: variant) }
}

extension String {
  /// Whether this text stands before `other` as people sort: numbers in it by their value, all else by its bytes.
  package func precedesNaturally(_ other: String) -> Bool {
    var (left, right) = (self, other)
    return left.withUTF8 { left in right.withUTF8 { right in left.precedesNaturally(right) } }
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func precedesNaturally(_ other: Self) -> Bool {
    var (place, otherPlace) = (0, 0)
    while place < count, otherPlace < other.count {
      let (byte, otherByte) = (self[place], other[otherPlace])
      if byte.isDigit, otherByte.isDigit {
        let (first, second) = (number(at: &place), other.number(at: &otherPlace))
        if first.count != second.count { return first.count < second.count }
        if !first.elementsEqual(second) { return first.lexicographicallyPrecedes(second) }
      } else {
        if byte != otherByte { return byte < otherByte }
        place += 1
        otherPlace += 1
      }
    }
    let (isAtEnd, isOtherAtEnd) = (place == count, otherPlace == other.count)
    return isAtEnd && isOtherAtEnd ? lexicographicallyPrecedes(other) : isAtEnd
  }

  /// The digits at `place` without leading zeros; moves `place` behind them.
  private func number(at place: inout Int) -> Slice<Self> {
    var start = place
    while place < count, self[place].isDigit { place += 1 }
    while start < place, self[start] == 0x30 { start += 1 }
    return self[start..<place]
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}
