@testable import Text
import Diagnostics
import Testing

@testable import SpecSyntax

/// Whether the standard library takes `bytes` for UTF-8.
private func isUTF8(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

@Test func everyPairOfBytesIsJudgedAsByTheStandardLibrary() {
  for lead in UInt8.min...UInt8.max {
    for second in UInt8.min...UInt8.max {
      let bytes = [lead, second]
      #expect((firstIllFormedSequence(in: bytes, within: 0..<2) == nil) == isUTF8(bytes))
    }
  }
}

@Test(arguments: Array(UInt8(0xC0)...0xFF))
func longerSequencesAreJudgedAsByTheStandardLibrary(lead: UInt8) {
  let edges: [UInt8] = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]
  for second in edges {
    for third in edges {
      for fourth in edges {
        let bytes = [0x61, lead, second, third, fourth, 0x80, 0x61]
        #expect((firstIllFormedSequence(in: bytes, within: 0..<7) == nil) == isUTF8(bytes))
      }
    }
  }
}

@Test(
  arguments: [
    ([0x61, 0xFF], 1..<2), ([0xC3], 0..<1), ([0xE2, 0x82], 0..<2), ([0xE2, 0x28], 0..<1),
    ([0xF0, 0x9F, 0x98, 0x61], 0..<3),
    ([0xC0, 0x80], 0..<1), ([0xED, 0xA0, 0x80], 0..<1), ([0xF4, 0x90, 0x80, 0x80], 0..<1), ([0x80], 0..<1),
  ] as [([UInt8], Range<Int>)])
func theFirstBadBytesAreFound(bytes: [UInt8], bad: Range<Int>) {
  #expect(firstIllFormedSequence(in: bytes, within: 0..<bytes.count) == bad)
}

@Test func charactersAreDecoded() {
  for scalar in ["a", "é", "漢", "😀", "\u{7FF}", "\u{800}", "\u{FFFF}", "\u{10FFFF}"] as [Unicode.Scalar] {
    let bytes = Array(String(scalar).utf8)
    let decoded = decodeScalar(in: bytes, at: 0)
    #expect(decoded.scalar == scalar)
    #expect(decoded.length == bytes.count)
  }
}

@Test(arguments: ["é", "漢字", "👨‍👩‍👧", "e\u{301}", "a\u{200C}b", "\u{E000}", "\u{A0}x", "naïve – “quoted” …"])
func ordinaryCharactersAreAccepted(text: String) {
  #expect(read("a: \"\(text)\" # \(text)\n").log.diagnostics == [])
}

@Test(arguments: [
  "\u{0}", "\u{1}", "\u{B}", "\u{1F}", "\u{7F}", "\u{80}", "\u{85}", "\u{9F}", "\u{61C}", "\u{200E}",
  "\u{200F}", "\u{202A}",
  "\u{202E}", "\u{2028}", "\u{2029}", "\u{2066}", "\u{2069}", "\u{FEFF}",
  "\r",
])
func charactersThatMisleadAreRefusedEverywhere(character: String) {
  for text in ["a: \"x\(character)y\"\n", "a: 1 # \(character) \n", "\(character)", "a: 1\n\(character)"] {
    let isMark = character == "\u{FEFF}" && text == character
    let codes = read(text).log.diagnostics.map(\.code.id)
    #expect(codes == [isMark ? "E0106" : "E0104"], "\(text.debugDescription)")
  }
}

@Test func charactersOfOneKindAreReportedTogether() throws {
  let log = read("a:\t1\n\t\tb: 2\nc: \u{1}\u{2}\n").log
  #expect(log.diagnostics.map(\.code.id) == ["E0103", "E0104"])
  #expect(log.diagnostics.first?.notes == ["there are 1 more, on line 2"])
}

@Test(arguments: [0xFFFE, 0xFFFF, 0xFDD0, 0xFDEF, 0x1FFFE, 0x10FFFF] as [UInt32])
func whatIsNoCharacterIsRefused(value: UInt32) throws {
  let scalar = try #require(Unicode.Scalar(value))
  #expect(read("a: \"\(scalar)\"\n").log.diagnostics.map(\.code.id) == ["E0104"])
}
