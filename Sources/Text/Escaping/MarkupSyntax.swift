/// The syntax of HTML and SVG; a text stands in an element, or in an attribute between quotation marks.
package enum MarkupSyntax: Syntax {
  /// `text` without what markup gives a meaning, and with characters that cannot be seen by their numbers.
  package static func escaped(_ text: String) -> String {
    text.escapingScalars { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&#39;"
      case "\t", "\n": nil
      case _ where scalar.needsEscape: "&lt;\(scalar.codePointName)&gt;"
      default: nil
      }
    }
  }
}
