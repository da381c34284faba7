/// A piece of a graph for Mermaid; a text stands between quotation marks.
package typealias Mermaid = Fragment<MermaidSyntax>

package enum MermaidSyntax: Syntax {
  /// `text` with the numbers of all characters that mean something in Mermaid, in Markdown or in HTML: Mermaid reads
  /// `#34;` as a quotation mark.
  package static func escaped(_ text: String) -> String {
    text.escapedForTerminals.escapingScalars { scalar in
      switch scalar {
      case "\"", "#", "%", "&", "'", ";", "<", ">", "\\", "`", "{", "}", "[", "]", "|", "~", "$":
        "#\(scalar.value);"
      default: nil
      }
    }
  }
}
