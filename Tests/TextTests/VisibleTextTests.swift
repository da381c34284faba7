import Testing
import Text

@Suite struct VisibleTextTests {
  @Test(arguments: [
    ("O\u{200B}", "O<U+200B>"), ("\u{FEFF}B-PER", "<U+FEFF>B-PER"), ("hidden:\u{A0}4", "hidden:<U+00A0>4"),
    ("a\u{3000}b", "a<U+3000>b"), ("a\tb\n", "a<U+0009>b<U+000A>"), ("\u{7F}", "<U+007F>"),
    ("a\u{200D}b", "a<U+200D>b"), ("a\u{AD}b", "a<U+00AD>b"), ("\u{2028}", "<U+2028>"), ("\u{E000}", "<U+E000>"),
    ("\u{378}", "<U+0378>"), ("\u{10FFFF}", "<U+10FFFF>"), ("O\u{FE0F}", "O<U+FE0F>"), ("\u{3164}", "<U+3164>"),
    ("\r\n", "<U+000D><U+000A>"),
  ])
  func charactersThatCannotBeSeenAreNumbers(text: String, shown: String) { #expect(text.visible == shown) }

  @Test(arguments: ["", "B-PER", "two words", "Čapek", "c\u{327}", "語", "−½ “…”", "<U+200B>", "🙂"])
  func otherTextsStayAsTheyAre(text: String) { #expect(text.visible.utf8.elementsEqual(text.utf8)) }
}
