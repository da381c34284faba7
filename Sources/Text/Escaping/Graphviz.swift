/// A piece of a graph for Graphviz; a text stands between quotation marks, where it is a label. Tooltips are
/// unescaped twice by Graphviz, and must not hold texts of others.
package typealias GraphvizText = Fragment<GraphvizSyntax>

package enum GraphvizSyntax: Syntax {
  /// `text` without what quotation marks, escapes and entities mean there.
  package static func escaped(_ text: String) -> String {
    text.escapedForTerminals.escapingScalars { scalar in
      switch scalar {
      case "\\", "\"": "\\\(scalar)"
      case "&": "&amp;"
      default: nil
      }
    }
  }
}
