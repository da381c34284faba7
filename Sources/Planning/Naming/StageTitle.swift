/// What a stage is called: its purpose, and the variant whose results are read from it; several stages may have one title.
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
  package var text: String {
    switch purpose {
    case .initialize(let tasks), .train(let tasks), .evaluate(let tasks):
      ([purpose.kind.rawValue] + [variant].compactMap(\.self) + (tasks.isEmpty ? [] : [tasks.joined(separator: "+")]))
        .joined(separator: ".")
    case .measure: ([purpose.kind.rawValue] + [variant].compactMap(\.self)).joined(separator: ".")
    case .vocabulary, .warmup, .rewind, .sensitivity, .importance, .round, .mask, .maskKeeping, .select, .draw,
      .importMask:
      purpose.text
    }
  }

  /// What titles are ordered by: what comes early in an experiment first, then whom it is about.
  struct SortKey: Hashable {
    let phase: Int

    /// The place of the variant, if the title has one, among those of the plan.
    let variant: Int

    let subject: String
    let number: Int
    let kind: Int

    func precedes(_ other: Self) -> Bool {
      if (phase, variant) != (other.phase, other.variant) { return (phase, variant) < (other.phase, other.variant) }
      if subject != other.subject { return subject.precedesNaturally(other.subject) }
      return (number, kind) < (other.number, other.kind)
    }
  }

  /// What the title is ordered by; `variant` is the place of its variant in order of name.
  func sortKey(variant: Int) -> SortKey {
    func key(_ phase: Int, _ subject: String = "", _ number: Int = 0, kind: Int = 0) -> SortKey {
      SortKey(phase: phase, variant: variant, subject: subject, number: number, kind: kind)
    }
    return switch purpose {
    case .vocabulary: key(0)
    case .initialize(let tasks): key(1, tasks.joined(separator: "+"))
    case .warmup: key(2)
    case .rewind(let task): key(3, task ?? "", 0, kind: -3)
    case .sensitivity(let task): key(3, task, 0, kind: -2)
    case .importance(let task): key(3, task, 0, kind: -1)
    case .mask(let task, let round): key(3, task, round, kind: 0)
    case .round(let task, let round): key(3, task, round, kind: 1)
    case .maskKeeping(let task, _): key(3, task, .max, kind: 2)
    case .select(let task): key(3, task, .max, kind: 3)
    case .draw: key(3, kind: 4)
    case .importMask(_, let task): key(3, task ?? "", .max, kind: 5)
    case .train(let tasks): key(4, tasks.joined(separator: "+"), kind: 0)
    case .evaluate(let tasks): key(4, tasks.joined(separator: "+"), kind: 1)
    case .measure: key(4, kind: 2)
    }
  }
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
    var (left, right) = (self[...], other[...])
    while let a = left.first, let b = right.first {
      if a.isDigit, b.isDigit {
        let (first, second) = (left.takeNumber(), right.takeNumber())
        if first.count != second.count { return first.count < second.count }
        if !first.elementsEqual(second) { return first.lexicographicallyPrecedes(second) }
      } else {
        if a != b { return a < b }
        left.removeFirst()
        right.removeFirst()
      }
    }
    if left.isEmpty && right.isEmpty { return lexicographicallyPrecedes(other) }
    return left.isEmpty
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  /// The digits at the start without leading zeros, which are then gone.
  fileprivate mutating func takeNumber() -> Self {
    let digits = prefix { $0.isDigit }
    self = dropFirst(digits.count)
    return digits.drop { $0 == 0x30 }
  }
}
