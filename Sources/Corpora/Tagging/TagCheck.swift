package import Model
import Text

/// A check of labels one after the other: they are tags of a scheme, and all spans or none have types.
package struct TagCheck: Sendable {
  private let scheme: TagScheme

  /// What says that a label is missing.
  private let reading: LabelReading

  /// What messages call the column of the labels, such as "column 'ner'".
  private let title: String

  /// A tag of a span that was seen, and whether it has a type.
  private var known: (tag: String, hasType: Bool)?

  /// Creates a check of the labels that messages call `title`; spans have types if those of `tags` have.
  package init(
    _ scheme: TagScheme, _ reading: LabelReading, title: String, like tags: some Sequence<String>, in other: TagScheme
  ) {
    self.scheme = scheme
    self.reading = reading
    self.title = title
    let types = tags.compactMap { ParsedTag($0, in: other) }.filter { $0.role != .outside }.map(\.type)
    if let type = types.first, let role = scheme.rolesInSpans.first {
      known = (scheme.text(role, type: type), !type.isEmpty)
    }
  }

  /// What is wrong with the next label, `text`; `nil` if it passes.
  mutating func problem(of text: String) -> WrongTag? {
    if reading.isMissing(text) { return nil }
    guard let tag = ParsedTag(text, in: scheme) else {
      return WrongTag(
        tag: text.visible, column: title, expected: "a \(scheme.rawValue) tag (\(scheme.tagForms))",
        advice: scheme.advice(onTag: text) ?? "choose a column of spans")
    }
    guard tag.role != .outside else { return nil }
    guard let known else {
      known = (text, !tag.type.isEmpty)
      return nil
    }
    if known.hasType != tag.type.isEmpty { return nil }
    return WrongTag(
      tag: text.visible, column: title,
      expected: "a tag \(known.hasType ? "with" : "without") a type, as in '\(known.tag.visible)'",
      advice: "correct the file, or choose a column of such tags")
  }
}

/// Why a label cannot be compared with predicted tags.
package struct WrongTag: Hashable, Sendable {
  /// The label, with invisible characters shown.
  let tag: String

  /// What messages call its column.
  let column: String
  let expected: String

  /// What to do about it.
  let advice: String

  /// What was expected and what was found.
  var message: String { "expected \(expected) in \(column), found '\(tag)'" }
}
