import Diagnostics

/// A specification in its canonical spelling.
///
/// Its initialiser is the phase: what exists has been read back and found to mean what was written, key order apart.
package struct FormattedSpecification: Sendable {
  /// The canonical text.
  package let text: String

  /// Spells `document` canonically, the keys of its mappings in the order that `order` gives.
  package init(_ document: SpecDocument, keyOrder order: KeyOrdering) throws(FormattingFailure) {
    try self.init(document, keyOrder: order, rules: .specification)
  }

  /// Spells a document that was read by `rules`.
  init(_ document: SpecDocument, keyOrder order: KeyOrdering, rules: SyntaxRules) throws(FormattingFailure) {
    var reader = SourceTreeReader(document.file)
    // The document has been read from these bytes, so a text that cannot be read again is one that this would change.
    guard var tree = try? reader.readTree() else { throw .meaningWouldChange }
    tree.arrangeKeys(by: order)
    text = SourcePrinter(tree).text
    if text.utf8.count > rules.largestFile { throw .tooLarge }
    var log = DiagnosticLog()
    let again = SpecDocument(SourceFile(name: document.file.name, text: text), rules: rules, log: &log)
    guard let again, again.root.means(document.root) else { throw .meaningWouldChange }
  }
}

/// Why a specification has no canonical spelling.
package enum FormattingFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// With the canonical indentation the file would be too large to be read.
  case tooLarge

  /// Its canonical text would not mean the same, as with a key that is too long to stand outside of brackets; such a
  /// text is never let out.
  case meaningWouldChange

  package var description: String {
    switch self {
    case .tooLarge: "cannot be formatted: indented as usual, it would be larger than 1 MiB"
    case .meaningWouldChange: "cannot be formatted without changing its meaning"
    }
  }
}
