import TestSupport

/// Names as nobody should choose them: pieces of all the syntaxes that names get into, with marks that make other
/// characters of them, and characters that cannot be seen.
struct HostileNames {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  private static let pieces: [String] = [
    "'", "\"", "`", "``", "\\", "$", "${x}", "$(touch pwned)", "`touch pwned`", ";", "&", "|", "||", "\\|", "<", ">",
    "<b>", "</td>", "<script>alert(1)</script>", "</script>", "<!--", "-->", "]]>", "&amp;", "&#34;", "#quot;", "%",
    "%%{init}%%", "{", "}", "[", "]", "![x](http://a.example/b.png)", "[x](javascript:alert(1))", "http://a.example",
    "www.a.example", "WWW.a.example", "*", "**", "_", "__", "#", "##", "~", "~~", "^", "^^5c", "-", "--", "---", "+",
    "=",
    "==", "1.", "1)", "12. ", ":", "::", "!", "?`", "\\input{/etc/passwd}", "\\write18{x}", "\\begin{x}", "\\\\", "\\n",
    "\\N", "\\G", "\\\"", "URL=<javascript:alert(1)>", "label=<x>", "end", "a", "b", "ner", "é", "Δ", "–", "±", "漢",
    "🙂",
    " ", "  ", "    ", "\t", "\n", "\r", "\r\n", "\u{0}", "\u{1}", "\u{1B}[31m", "\u{7F}", "\u{85}", "\u{9B}1m",
    "\u{2028}", "\u{2029}", "\u{202E}", "\u{2066}", "\u{200B}", "\u{FEFF}", "\u{200D}", "\u{AD}", "\u{301}", "\u{338}",
    "\u{20DD}", "\u{FE0F}", "\u{E0001}", "\u{FFFE}", "',", ",,", "''", "/", "..", "../..", "~/", "=x", ">out", "*.txt",
  ]

  /// The next name; it is not empty.
  mutating func next() -> String {
    (0..<Int.random(in: 1...7, using: &generator)).map { _ in
      let piece = Self.pieces.randomElement(using: &generator) ?? ""
      // What follows a mark is another character than without it.
      return piece + (Int.random(in: 0..<4, using: &generator) == 0 ? "\u{301}" : "")
    }.joined()
  }

  /// As many names as a test should try.
  static func some(seed: UInt64, usual: Int = 2_000) -> [String] {
    var names = HostileNames(seed: seed)
    return pieces + (0..<fuzzCount(usual: usual)).map { _ in names.next() }
  }
}
