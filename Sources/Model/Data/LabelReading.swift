/// What a task makes of the labels in a column: for spans, of their types; else of the labels themselves.
package struct LabelReading: Hashable, Sendable {
  /// A label and what it is read as.
  package struct Change: Hashable, Sendable {
    package let label: String

    /// The label that stands in its place; `nil` where it is dropped.
    package let replacement: String?

    package init(_ label: String, to replacement: String?) {
      self.label = label
      self.replacement = replacement
    }
  }

  /// The changes, of which each is about another label.
  package var changes: [Change]

  /// The text that says that a token's label is missing; `nil` where none is.
  package var missing: String?

  package init(changes: [Change] = [], missing: String? = nil) {
    self.changes = changes
    self.missing = missing
  }

  /// Whether labels are taken as they are.
  package var isPlain: Bool { changes.isEmpty && missing == nil }

  /// Whether `label` says that a token has none.
  package func isMissing(_ label: String) -> Bool { missing.map { $0.utf8.elementsEqual(label.utf8) } ?? false }

  /// What `label` is read as; `nil` where it is dropped.
  package func reading(of label: String) -> String? {
    let change = changes.first { $0.label.utf8.elementsEqual(label.utf8) }
    return change.map(\.replacement) ?? label
  }
}
