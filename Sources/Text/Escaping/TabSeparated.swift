/// A line of a table with tabs between its columns; a text is a field.
package typealias TabSeparated = Fragment<TabSeparatedSyntax>

package enum TabSeparatedSyntax: Syntax {
  /// `text` on one line, with tabs and other characters that cannot be seen by their numbers.
  package static func escaped(_ text: String) -> String { text.escapedForTerminals }
}
