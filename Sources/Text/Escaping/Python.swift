/// A piece of a program in Python; a text is a string literal.
package typealias Python = Fragment<PythonSyntax>

package enum PythonSyntax: Syntax {
  /// `text` in quotation marks.
  package static func escaped(_ text: String) -> String {
    let inner = text.escapingScalars { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where scalar.needsEscape: "\\U" + hexadecimal(scalar.value, digits: 8)
      default: nil
      }
    }
    return "\"\(inner)\""
  }
}

extension Fragment.StringInterpolation where Language == PythonSyntax {
  /// Appends a text that stands in a comment.
  package mutating func appendInterpolation(comment text: String) { append(syntax: text.escapedForTerminals) }
}
