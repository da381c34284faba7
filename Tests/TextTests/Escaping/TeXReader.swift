/// What TeX sets of a text, by the rules of its categories of characters and of the commands that are known here.
///
/// An error for everything that has a meaning and is not known: so a text that is read has no other meaning.
struct TeXReader {
  private var rest: ArraySlice<Unicode.Scalar>

  struct Unknown: Error { let text: String }

  init(_ text: String) { rest = Array(text.unicodeScalars)[...] }

  private static let words: [String: String] = [
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textless": "<", "textgreater": ">",
    "textbar": "|", "textquotedbl": "\"", "textasciigrave": "`",
  ]
  private static let formulas = ["\\Delta": "Δ", "-": "\u{2212}", "\\pm": "±", "\\bigtriangledown": "▾"]

  /// What is set, without blanks around it and with one where there are several.
  mutating func text() throws -> String {
    var result = ""
    while let next = rest.popFirst() {
      switch next {
      case "\\": result += try command()
      case "{": result += try group()
      case "$": result += try formula()
      case "-" where rest.first == "-":
        rest.removeFirst()
        result += "–"
      case "}", "&", "#", "%", "_", "^", "~", "`", "\"", "[", "]", "*", "<", ">", "|":
        throw Unknown(text: String(next))
      case _ where next.value < 0x20 || next.value == 0x7F: throw Unknown(text: "a control character")
      case "'" where rest.first == "'", "," where rest.first == ",": throw Unknown(text: "a ligature")
      default: result.unicodeScalars.append(next)
      }
    }
    return result.unicodeScalars.split(separator: " ").map { String($0) }.joined(separator: " ")
  }

  private mutating func command() throws -> String {
    guard let first = rest.first else { throw Unknown(text: "a backslash at the end") }
    if "&%$#_{}".unicodeScalars.contains(first) {
      rest.removeFirst()
      return String(first)
    }
    let name = rest.prefix { ("a"..."z").contains($0) || ("A"..."Z").contains($0) }
    rest = rest.dropFirst(name.count)
    // Without the braces the command would take the blanks behind it.
    guard rest.starts(with: "{}".unicodeScalars), let text = Self.words[String(String.UnicodeScalarView(name))] else {
      throw Unknown(text: String(String.UnicodeScalarView(name)))
    }
    rest = rest.dropFirst(2)
    return text
  }

  private mutating func group() throws -> String {
    if rest.first == "}" {
      rest.removeFirst()
      return ""
    }
    guard let inner = rest.popFirst(), "[]*".unicodeScalars.contains(inner), rest.popFirst() == "}" else {
      throw Unknown(text: "a group")
    }
    return String(inner)
  }

  private mutating func formula() throws -> String {
    let inner = rest.prefix { $0 != "$" }
    rest = rest.dropFirst(inner.count + 1)
    guard let text = Self.formulas[String(String.UnicodeScalarView(inner))] else { throw Unknown(text: "a formula") }
    return text
  }
}
