package import Diagnostics

/// A value as it was written, with its place: the located tree that the typed specification is read from.
package struct Node: Sendable, Hashable {
  /// What the value holds.
  package indirect enum Content: Sendable, Hashable {
    case scalar(Scalar)
    case sequence([Node])
    case mapping(Mapping)
  }

  package var content: Content

  /// Where the value is written: with its quotes or brackets, and for a block collection from its first byte to its
  /// last. The value that an alias stands for keeps the place of its anchor.
  package var range: SourceRange

  /// The places of earlier values that a later layer (`extends`, a variant, a sweep, `--set`) replaced with this
  /// one, nearest first; empty when the value comes straight from a file.
  package var replaced: [SourceRange]

  package init(_ content: Content, at range: SourceRange, replaced: [SourceRange] = []) {
    self.content = content
    self.range = range
    self.replaced = replaced
  }
}

extension Node {
  /// The scalar that the value is, if it is one.
  package var scalar: Scalar? {
    guard case .scalar(let scalar) = content else { return nil }
    return scalar
  }

  /// The elements of the list that the value is, if it is one.
  package var sequence: [Node]? {
    guard case .sequence(let elements) = content else { return nil }
    return elements
  }

  /// The mapping that the value is, if it is one.
  package var mapping: Mapping? {
    guard case .mapping(let mapping) = content else { return nil }
    return mapping
  }

  /// Whether nothing was written where the value should stand, as in `key:` alone on a line.
  package var isEmpty: Bool { scalar?.isEmpty ?? false }

  /// The word that leaves out what could stand in its place.
  package static let none = "none"

  /// Whether the value is that word, without quotes.
  package var isNone: Bool {
    guard let scalar, scalar.style == .plain else { return false }
    return scalar.text.text == Self.none
  }

  /// Whether the value is a word, without quotes, that some readers of YAML take for nothing, such as `null` or `~`.
  package var isNull: Bool {
    guard let scalar, scalar.style == .plain, !scalar.isEmpty else { return false }
    return PlainReading(of: scalar.text.text) == .null
  }

  /// What the value is, for messages: "a text", "a list", "a mapping", or "nothing".
  package var kindName: String {
    switch content {
    case .scalar(let scalar): scalar.isEmpty ? "nothing" : "a text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// A value without parts. Its type is that of the field it stands in, whatever it looks like.
package struct Scalar: Sendable, Hashable {
  /// How the text was written, as far as that bears on its meaning.
  package enum Style: Sendable, Hashable {
    /// Without delimiters; may be read as a number, a Boolean, a name or a text, as the field wants.
    case plain

    /// In single or double quotes, or as a literal (`|`) or folded (`>`) block: always a text.
    case quoted
  }

  package var text: LocatedText
  package var style: Style

  package init(_ text: LocatedText, style: Style) {
    self.text = text
    self.style = style
  }

  /// Whether nothing was written; a pair of quotes with nothing between them is something.
  package var isEmpty: Bool { style == .plain && text.text.isEmpty }
}

/// One key of a mapping with its value.
package struct Entry: Sendable, Hashable {
  package var key: String
  package var keyRange: SourceRange
  package var value: Node

  package init(key: String, keyRange: SourceRange, value: Node) {
    self.key = key
    self.keyRange = keyRange
    self.value = value
  }
}
