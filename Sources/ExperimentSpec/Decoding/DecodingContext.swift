import Diagnostics
import SpecSyntax

/// What decoding accumulates: findings and, where they are wanted, all values that it settled with their origins.
///
/// It lives as long as one call of a decoding phase and never leaves it.
package final class DecodingContext {
  var log = DiagnosticLog()

  /// The settled values, in the order read; empty unless the context records them.
  private(set) var settled: [SettledValue] = []

  /// What could not be read, so that something else stands in for it.
  private(set) var gaps = Gaps()

  /// The keys of the experiment that the paths of a sweep begin with which lead nowhere; an empty one where not even
  /// that is known.
  private(set) var strayKeys: Set<String> = []

  /// The fields of the root that were read without a finding.
  private(set) var fields: DecodedFields

  private let isRecording: Bool

  /// A context that records settled values if it `isRecording`, and takes the fields of the root from `fields` where
  /// these have them.
  init(recording isRecording: Bool = false, reusing fields: DecodedFields = DecodedFields()) {
    self.isRecording = isRecording
    self.fields = fields
  }

  /// Records that the field at `path` has the value that `text` spells.
  func settle(_ path: @autoclosure () -> String, _ text: @autoclosure () -> String, _ node: Node) {
    guard isRecording else { return }
    settled.append(
      SettledValue(path: path(), text: text(), origin: .written(node.range), replaced: node.replaced))
  }

  /// Records that the field at `path` has its default, which `text` spells.
  func settleDefault(_ path: @autoclosure () -> String, _ text: @autoclosure () -> String) {
    guard isRecording else { return }
    let path = path()
    settled.append(SettledValue(path: path, text: text(), origin: .fieldDefault(path: path), replaced: []))
  }

  /// Records that what stands at `path` could not be read.
  func leaveOut(_ path: String) { gaps.insert(path) }

  /// Records that a path of the sweep, which begins with `key` if that is known, leads nowhere.
  func leaveOutSwept(under key: String?) { strayKeys.insert(key ?? "") }

  /// Keeps the value of the root's field `key` for other trees in which that field is the same.
  func keep<Value: Sendable>(_ value: Value, of key: String) { fields[key] = value }
}

/// Values of the root's fields by key, for reading many trees of which most parts are the same.
struct DecodedFields: Sendable {
  private var values: [String: any Sendable] = [:]

  subscript(key: String) -> (any Sendable)? {
    get { values[key] }
    set { values[key] = newValue }
  }

  /// The values without those of `keys`.
  func without(_ keys: some Sequence<String>) -> DecodedFields {
    var result = self
    for key in keys { result.values[key] = nil }
    return result
  }
}
