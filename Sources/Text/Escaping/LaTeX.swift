/// A piece of a file for LaTeX; a text is set as it is.
package typealias LaTeX = Fragment<LaTeXSyntax>

package enum LaTeXSyntax: Syntax {
  /// `text` without what LaTeX gives a meaning; the ends of lines and tabs become blanks.
  package static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      let piece = escaped(scalar)
      // Two of these would be set as another character.
      if let last = result.utf8.last, last == piece.utf8.first, "-',".utf8.contains(last) { result += "{}" }
      result += piece
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\\": "\\textbackslash{}"
    case "&", "%", "$", "#", "_", "{", "}": "\\\(scalar)"
    case "[", "]", "*": "{\(scalar)}"
    case "~": "\\textasciitilde{}"
    case "^": "\\textasciicircum{}"
    case "<": "\\textless{}"
    case ">": "\\textgreater{}"
    case "|": "\\textbar{}"
    case "\"": "\\textquotedbl{}"
    case "`": "\\textasciigrave{}"
    case "Δ": "$\\Delta$"
    case "\u{2212}": "$-$"
    case "±": "$\\pm$"
    case "–": "--"
    case "▾": "$\\bigtriangledown$"
    case _ where scalar.isTabOrLineEnd: " "
    case _ where scalar.needsEscape: "\\textless{}\(scalar.codePointName)\\textgreater{}"
    default: String(scalar)
    }
  }
}
