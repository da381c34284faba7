/// A piece of a file in GitHub's Markdown; a text is shown as it is, in paragraphs as well as in cells of tables.
package typealias Markdown = Fragment<MarkdownSyntax>

package enum MarkdownSyntax: Syntax {
  /// `text` without what Markdown gives a meaning; the ends of lines become blanks.
  package static func escaped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = ""
    for (place, scalar) in scalars.enumerated() {
      let isFirst = place == 0
      switch scalar {
      case "\\", "`", "*", "{", "}", "[", "]", "<", ">", "#", "$", "&", "~": result += "\\\(scalar)"
      case "_": result += isWithinWord(scalars, at: place) ? "_" : "\\_"
      // A backslash before this one is a text of its own, which not all readers of tables see.
      case "|": result += !isFirst && scalars[place - 1] == "\\" ? "&#124;" : "\\|"
      // Several of these would begin a block of code.
      case _ where scalar == " " || scalar.isTabOrLineEnd: result += isFirst ? "&#32;" : " "
      // What would begin a list, a heading or a rule.
      case "-", "+", "=":
        result += isFirst && beginsBlock(scalars) ? "\\\(scalar)" : String(scalar)
      case ".", ")": result += endsNumber(scalars, at: place) ? "\\\(scalar)" : String(scalar)
      // What would make a link of an address, or mention somebody on GitHub.
      case "@": result += "@<!-- -->"
      case ":": result += begins(scalars, at: place + 1, with: "//") ? "\\:" : ":"
      case "w", "W":
        let isAddress = begins(scalars, at: place, with: "www.") && (isFirst || !isWord(scalars[place - 1]))
        result += isAddress ? "&#\(scalar.value);" : String(scalar)
      case _ where scalar.needsEscape: result += "\\<\(scalar.codePointName)\\>"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Whether the first scalar, if it is the sign of a list, a heading or a rule, is read as one.
  private static func beginsBlock(_ scalars: [Unicode.Scalar]) -> Bool {
    scalars.count == 1 || scalars[1] == scalars[0] || scalars[1] == " " || scalars[1].isTabOrLineEnd
  }

  /// Whether the scalar at `place` makes the digits at the beginning the number of a list's entry.
  private static func endsNumber(_ scalars: [Unicode.Scalar], at place: Int) -> Bool {
    (1...9).contains(place) && scalars[..<place].allSatisfy { ("0"..."9").contains($0) }
      && (place + 1 == scalars.count || scalars[place + 1] == " " || scalars[place + 1].isTabOrLineEnd)
  }

  private static func begins(_ scalars: [Unicode.Scalar], at place: Int, with word: String) -> Bool {
    let part = scalars.dropFirst(place).prefix(word.unicodeScalars.count)
    return part.count == word.unicodeScalars.count
      && zip(part, word.unicodeScalars).allSatisfy { $0.properties.lowercaseMapping == String($1) }
  }

  /// Whether letters or digits stand on both sides of `place`, where a low line has no meaning.
  private static func isWithinWord(_ scalars: [Unicode.Scalar], at place: Int) -> Bool {
    place > 0 && place + 1 < scalars.count && isWord(scalars[place - 1]) && isWord(scalars[place + 1])
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}

extension Markdown {
  /// `text` as code, whatever backquotes and bars it has, in paragraphs as well as in cells of tables.
  package static func code(_ text: String) -> Markdown {
    var line = String.UnicodeScalarView()
    var (longest, run) = (0, 0)
    for scalar in text.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
      if scalar.isTabOrLineEnd {
        line.append(" ")
      } else if scalar.needsEscape {
        line.append(contentsOf: scalar.codePoint.unicodeScalars)
      } else {
        line.append(scalar)
      }
    }
    // Tables take escapes out of code, and nothing else does; and code is never empty.
    if line.contains("|") || line.allSatisfy({ $0 == " " }) { return "<code>\(text)</code>" }
    let fence = String(repeating: "`", count: longest + 1)
    let space = longest > 0 || line.first == " " || line.last == " " ? " " : ""
    return Markdown(syntax: fence + space + String(line) + space + fence)
  }
}

extension Fragment.StringInterpolation where Language == MarkdownSyntax {
  /// Appends a path that stands between the angle brackets of a link.
  package mutating func appendInterpolation(linked path: String) {
    append(
      syntax: path.escapingScalars { scalar in
        let isPlain = scalar.isASCII && !scalar.needsEscape && !"<>\\&%|`".unicodeScalars.contains(scalar)
        return isPlain ? nil : String(scalar).utf8.map { "%" + hexadecimal(UInt32($0), digits: 2) }.joined()
      })
  }
}
