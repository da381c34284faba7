package import Model
import SpecSyntax

/// What a field accepts, as data: documentation, the JSON Schema and suggestions are made from it.
package indirect enum TypeDescription: Sendable, Hashable {
  /// `true` or `false`.
  case boolean

  /// A whole number in a range, of things of a unit where it counts any.
  case integer(ClosedRange<Int>, of: CountUnit?)

  /// A number in a range, of some kind.
  case real(RealRange, as: RealKind)

  /// A number of bytes with its unit, such as `8 GB`.
  case size

  /// Any text that is not empty.
  case text

  /// The path of a file, looked up beside the file that it is written in and then under the data root.
  case path

  /// One of some names, each with what it stands for.
  case choice([ChoiceDescription])

  /// The name of something that the specification defines elsewhere.
  case reference(ReferenceKind)

  /// An expression of the mask language.
  case mask

  /// Any number of values of one type.
  case list(TypeDescription)

  /// A mapping from names that the author chooses; where entries are `removable`, `none` takes one away.
  case map(TypeDescription, removable: Bool)

  /// A mapping with the fields of the block of this name.
  case block(BlockDescription)

  /// Any of several types that a value's own form tells apart.
  case either([TypeDescription])

  /// Whatever the field takes that a path leads to.
  case any
}

extension TypeDescription {
  /// Whether `name` is one of the names that the type accepts.
  func accepts(name: String) -> Bool {
    switch self {
    case .choice(let choices): choices.contains { $0.name == name }
    case .either(let types): types.contains { $0.accepts(name: name) }
    case .boolean, .integer, .real, .size, .text, .path, .reference, .mask, .list, .map, .block, .any: false
    }
  }
}

extension TypeDescription {
  /// The position in `path` of the first key that nothing of this type has, with the keys that could stand there; `nil`
  /// if the path leads somewhere.
  func firstUnknownKey(in path: [PathKey]) -> (index: Int, known: [String])? {
    var types = [self]
    for (index, key) in path.enumerated() {
      let fields = types.flatMap(\.fields)
      let next = fields.filter { $0.key == key.name }.map(\.type) + types.flatMap(\.elements)
      if next.isEmpty { return (index, fields.map(\.key)) }
      types = next
    }
    return nil
  }

  /// The fields of the blocks that the type may be.
  var fields: [FieldDescription] {
    switch self {
    case .block(let block): block.fields
    case .either(let types): types.flatMap(\.fields)
    case .boolean, .integer, .real, .size, .text, .path, .choice, .reference, .mask, .list, .map, .any: []
    }
  }

  /// The types of what may stand under keys that the author chooses.
  private var elements: [TypeDescription] {
    switch self {
    case .map(let element, _): [element]
    case .either(let types): types.flatMap(\.elements)
    case .any: [.any]
    case .boolean, .integer, .real, .size, .text, .path, .choice, .reference, .mask, .list, .block: []
    }
  }
}

/// What a whole number counts.
package enum CountUnit: String, Sendable, Hashable {
  case epochs, rounds, batches, sentences, layers, filters, characters, occurrences

  /// Of a vector.
  case numbers

  /// Of one direction of a layer.
  case hiddenUnits = "hidden units"
}

/// What kind of number a real number is.
package enum RealKind: String, Sendable, Hashable {
  case number

  /// A part of a whole.
  case fraction
  case probability
}

/// A name that a field accepts and its meaning.
package struct ChoiceDescription: Sendable, Hashable {
  package let name: String
  package let documentation: String
}

/// What a reference leads to.
package enum ReferenceKind: String, Sendable, Hashable {
  case dataset, task, variant
}

/// The fields of a block, in the order in which they are read and shown.
package struct BlockDescription: Sendable, Hashable {
  package let name: String
  package let documentation: String
  package let fields: [FieldDescription]
}

/// One field of a block.
package struct FieldDescription: Sendable, Hashable {
  package let key: String
  package let type: TypeDescription
  package let documentation: String
  package let presence: Presence

  /// Whether a field must be written, and what holds when it is not.
  package enum Presence: Sendable, Hashable {
    /// It must be written.
    case required

    /// It need not be written; then this value holds, spelt as it could be written.
    case defaulted(String)

    /// It need not be written; then the thing it describes is absent, or follows from other fields as documented.
    case optional
  }
}
