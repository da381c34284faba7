/// The syntax of HTML and SVG; a text stands in an element, or in an attribute between quotation marks.
package enum MarkupSyntax: Syntax {
  /// `text` without what markup gives a meaning, and with characters that cannot be seen by their numbers.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n": result.unicodeScalars.append(scalar)
      case _ where scalar.needsEscape: result += "&lt;\(scalar.codePointName)&gt;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
