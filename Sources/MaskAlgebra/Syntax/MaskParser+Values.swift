import Diagnostics
import Model
import Text

extension MaskParser {
  /// The task that `argument` names; `nil` after an error.
  mutating func readTask(_ argument: MaskArgument) -> Written<TaskReference>? {
    let place = reporter.range(of: argument.bytes)
    switch argument.value {
    case .quoted(let name) where !name.isEmpty: return Written(.named(name), at: place)
    case .bare("self"): return Written(.own, at: place)
    case .bare(let name) where MaskSpelling.isBareName(name): return Written(.named(name), at: place)
    case .quoted(let name), .bare(let name):
      reporter.report(.invalidTaskName(name), at: argument.bytes)
      return nil
    }
  }

  /// The fraction that `argument` tells, whatever its range; `nil` after an error.
  mutating func readFraction(_ argument: MaskArgument) -> Written<Double>? {
    if case .bare(let text) = argument.value, isDecimal(text), let value = Double(text), value.isFinite {
      return Written(value, at: reporter.range(of: argument.bytes))
    }
    reporter.report(.invalidFraction(reporter.string(argument.bytes)), at: argument.bytes)
    return nil
  }

  /// The seed that `argument` tells; `nil` after an error.
  mutating func readSeed(_ argument: MaskArgument) -> Written<UInt64>? {
    if case .bare(let text) = argument.value, let value = UInt64(text), String(value) == text {
      return Written(value, at: reporter.range(of: argument.bytes))
    }
    reporter.report(.invalidWholeNumber(reporter.string(argument.bytes)), at: argument.bytes)
    return nil
  }

  /// The whole number that `text` at `bytes` tells; `nil` after an error.
  mutating func wholeNumber(_ text: String, at bytes: Range<Int>) -> Int? {
    if let value = wholeNumber(text) { return value }
    reporter.report(.invalidWholeNumber(reporter.string(bytes)), at: bytes)
    return nil
  }

  /// The whole number that `text` is in its only spelling, without signs and leading zeros.
  func wholeNumber(_ text: some StringProtocol) -> Int? {
    guard let value = Int(text), value >= 0, String(value) == text else { return nil }
    return value
  }

  /// Reads the direction, part and attribute after dots that narrow the region `place`, whose text begins at
  /// `start`; `nil` after an error.
  mutating func parseParts(of place: RegionReference.Place, from start: Int) -> RegionReference? {
    var region = RegionReference(place)
    while current.kind == .dot {
      let name = reporter.string(bytes(from: start))
      advance()
      let segment = reporter.string(current.bytes)
      guard case .word = current.kind, narrow(&region, to: segment) else {
        let meant = likelyMeant(by: segment, among: parts(after: region)).first
        let finding = Diagnostic.unknownPart(segment, of: name, expected: parts(after: region))
        reporter.report(finding, at: current.bytes, replacement: meant)
        skipOperand()
        return nil
      }
      advance()
    }
    return region
  }

  /// Narrows `region` to the direction, part or attribute called `word` if that may follow.
  private func narrow(_ region: inout RegionReference, to word: String) -> Bool {
    guard parts(after: region).contains(word) else { return false }
    region.direction = region.direction ?? Direction(keyName: word)
    region.part = region.part ?? LayerPart(keyName: word)
    region.attribute = ParameterAttribute(keyName: word)
    return true
  }

  /// The words that may follow `region`: those that stand later in the order of direction, part and attribute.
  private func parts(after region: RegionReference) -> [String] {
    if region.attribute != nil { return [] }
    if region.part != nil || region.place == .charCNN { return MaskSpelling.attributes }
    let parts = LayerPart.allCases.map(\.keyName) + MaskSpelling.attributes
    return region.direction != nil ? parts : Direction.allCases.map(\.keyName) + parts
  }
}

/// Whether `text` can be a decimal number: `Double` alone would take `0x1p3`, `nan` and `.5` as well.
private func isDecimal(_ text: String) -> Bool {
  let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
  let signs = Array(".-+eE".utf8)
  guard let first = text.utf8.first, let last = text.utf8.last else { return false }
  return (digits.contains(first) || first == UInt8(ascii: "-")) && digits.contains(last)
    && text.utf8.allSatisfy { digits.contains($0) || signs.contains($0) }
}
