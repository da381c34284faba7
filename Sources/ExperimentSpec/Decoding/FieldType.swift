package import Diagnostics
import SpecSyntax

/// How the values of a field are read, described and shown: the one definition that decoding, documentation and the
/// JSON Schema have in common.
package struct FieldType<Value: Sendable>: Sendable {
  /// What the field accepts, as data; made on demand, since decoding hardly ever asks.
  let describe: @Sendable () -> TypeDescription

  /// A value of the type, which stands in where none could be read and decoding goes on to find further mistakes.
  let example: Value

  /// The value of a node, or `nil` with the reason in the context's log.
  let decode: @Sendable (_ node: Node, _ path: String, _ context: DecodingContext) -> Value?

  /// A value as it could be written in a specification.
  let show: @Sendable (Value) -> String

  /// This type with its values turned into another by `transform`, which are shown by `show`.
  func map<Other>(
    _ transform: @escaping @Sendable (Value) -> Other, show: @escaping @Sendable (Other) -> String
  ) -> FieldType<Other> {
    FieldType<Other>(
      describe: describe, example: transform(example), decode: { decode($0, $1, $2).map(transform) }, show: show)
  }

  /// This type with its values shown by `show`.
  func showing(_ show: @escaping @Sendable (Value) -> String) -> FieldType {
    FieldType(describe: describe, example: example, decode: decode, show: show)
  }
}

/// A value together with where it was written, for checks that later phases make.
package struct Located<Value: Sendable & Hashable>: Sendable, Hashable {
  package let value: Value

  /// Where the value comes from.
  package let origin: Origin

  package init(_ value: Value, _ origin: Origin) {
    self.value = value
    self.origin = origin
  }

  /// Two located values are equal when the values are, wherever they were written.
  package static func == (left: Self, right: Self) -> Bool { left.value == right.value }
  package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension FieldType where Value: Hashable {
  /// The same type with the place of each value kept.
  var located: FieldType<Located<Value>> {
    FieldType<Located<Value>>(
      describe: describe, example: Located(example, .synthesised(pass: "decoding", from: [])),
      decode: { node, path, context in
        decode(node, path, context).map { Located($0, .written(node.range)) }
      },
      show: { show($0.value) })
  }
}

/// What decoding accumulates: findings and, where they are wanted, all values that it settled with their origins.
///
/// It lives as long as one call of a decoding phase and never leaves it.
package final class DecodingContext {
  var log = DiagnosticLog()

  /// The settled values, in the order read; empty unless the context records them.
  private(set) var settled: [SettledValue] = []

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

  /// Keeps the value of the root's field `key` for other trees in which that field is the same.
  func keep<Value: Sendable>(_ value: Value, of key: String) { fields[key] = value }
}

/// Values of the root's fields by key, for reading many trees of which most parts are the same.
struct DecodedFields {
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

/// The final value of one field and where it comes from.
package struct SettledValue: Sendable, Hashable {
  /// The path of the field as overrides write it, such as `training.batch`.
  package let path: String

  /// The value as it could be written.
  package let text: String

  /// Where the value comes from.
  package let origin: Origin

  /// The places of the values it replaced, nearest first.
  package let replaced: [SourceRange]

  /// The value, which replaced what stood at `more` as well.
  func replacing(_ more: [SourceRange]) -> SettledValue {
    more.isEmpty ? self : SettledValue(path: path, text: text, origin: origin, replaced: replaced + more)
  }
}
