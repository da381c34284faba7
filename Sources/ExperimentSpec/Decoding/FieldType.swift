package import Diagnostics
import SpecSyntax

/// How the values of a field are read, described and shown: the one definition that decoding, documentation and the
/// JSON Schema have in common.
package struct FieldType<Value: Sendable>: Sendable {
  /// What the field accepts, as data; made on demand, since decoding hardly ever asks.
  let describe: @Sendable () -> TypeDescription

  private let makeExample: @Sendable () -> Value

  /// The value of a node, or `nil` with the reason in the context's log. Of a value with parts, those that could be
  /// read are there and others stand in for the rest, which the context knows.
  let decode: @Sendable (_ node: Node, _ path: String, _ context: DecodingContext) -> Value?

  /// A value as it could be written in a specification.
  let show: @Sendable (Value) -> String

  /// The type that reads, describes and shows values in these ways; the example is made on demand, like the
  /// description.
  init(
    describe: @escaping @Sendable () -> TypeDescription, example: @autoclosure @escaping @Sendable () -> Value,
    decode: @escaping @Sendable (_ node: Node, _ path: String, _ context: DecodingContext) -> Value?,
    show: @escaping @Sendable (Value) -> String
  ) {
    self.describe = describe
    makeExample = example
    self.decode = decode
    self.show = show
  }

  /// A value of the type, which stands in where none could be read and decoding goes on to find further mistakes.
  var example: Value { makeExample() }

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
