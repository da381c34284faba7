import Diagnostics
import SpecSyntax

/// Settled values as the parts that they have when each is written by itself: a default that is a block stands on one
/// line, field by field once it is written.
struct ValueParts {
  /// A value without parts.
  struct Part: Hashable {
    let path: String
    let text: String
  }

  /// The parts of defaults that are blocks, by path and text.
  private var known: [Part: [Part]] = [:]

  /// The parts of `values`.
  mutating func parts(of values: [SettledValue]) -> Set<Part> {
    var all: Set<Part> = []
    for value in values { all.formUnion(parts(of: Part(path: value.path, text: value.text))) }
    return all
  }

  private mutating func parts(of value: Part) -> [Part] {
    guard value.text.hasPrefix("{") else { return [value] }
    if let parts = known[value] { return parts }
    var log = DiagnosticLog()
    let leaves = parseOverrides(["value=\(value.text)"], log: &log)?.first?.value.leaves(at: value.path)
    let parts = leaves.map { $0.map { Part(path: $0.path, text: $0.text) } } ?? [value]
    known[value] = parts
    return parts
  }
}
