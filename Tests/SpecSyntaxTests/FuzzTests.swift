import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import SpecSyntax

private let tokens = [
  " ", "\n", "\r\n", ":", ": ", "- ", "? ", ",", "[", "]", "{", "}", "#", " #", "&a ", "*a", "|", ">", "|-\n",
  "'", "\"", "%",
  "@", "`", "!", "!!str ", "<<: ", "---\n", "...\n", "\\", "\\x41", "\\u00e9", "é", "漢", "😀", "e\u{301}",
  "\u{A0}", "\u{85}",
  "\u{2028}", "\u{202E}", "\u{FEFF}", "\t", "\0", "\r", "null", "~", "no", "1e5", "0x", "a", "b: 1\n", "  ",
  "%YAML 1.2\n",
]

private let specification = """
  sharespec: 1
  name: "exp \\u0031"   # the first
  tasks: &tasks
    pos:   {dataset: conll2003, column: pos,   metric: accuracy}
    ner:   {dataset: conll2003, scheme: {from: bio2, to: bioes}}
  skip: ["-DOCSTART-", 'it''s']
  list:
    - a b
      c
    - - nested
    - key: &x value
      other: *x
  text: |
    one
     two

  folded: >-
    one
    two
  masks: {'*': tower(self) & imp(self)}
  variants: {again: *tasks}

  """

/// Whatever is wrong with the places of `node`, which was read from `file`.
private func misplacedParts(of node: Node, in file: SourceFile, inside outer: Range<Int>?) -> [String] {
  var problems: [String] = []
  let bytes = node.range.bytes
  if bytes.lowerBound < 0 || bytes.upperBound > file.bytes.count {
    return ["outside of the file: \(node.range)"]
  }
  let text = node.range.text
  switch node.content {
  case .scalar(let scalar):
    let isVerbatim = scalar.style == .plain && !text.contains { $0.isNewline }
    if isVerbatim, text != scalar.text.text { problems.append("'\(text)' is not '\(scalar.text.text)'") }
    if scalar.style == .quoted, !"'\"|>".contains(text.prefix(1)) { problems.append("not quoted: '\(text)'") }
  case .sequence(let elements):
    if !"[-".contains(text.prefix(1)) { problems.append("not a list: '\(text)'") }
    problems += elements.flatMap { misplacedParts(of: $0, in: file, inside: bytes) }
  case .mapping(let mapping):
    for entry in mapping.entries {
      if !bytes.contains(entry.keyRange.bytes) { problems.append("key outside: '\(entry.key)'") }
      problems += misplacedParts(of: entry.value, in: file, inside: bytes)
    }
  }
  return problems
}

/// Reads `bytes` and checks what must hold for any input; returns whether it was accepted.
private func check(_ bytes: [UInt8]) -> Bool {
  let file = SourceFile(name: "a.yaml", bytes: bytes)
  var log = DiagnosticLog()
  let document = SpecDocument(file, log: &log)
  #expect((document == nil) == log.hasErrors)
  for diagnostic in log.diagnostics {
    let places =
      [diagnostic.range].compactMap { $0 } + diagnostic.others.map(\.range) + diagnostic.fixIts.map(\.range)
    for place in places {
      #expect(place.bytes.lowerBound >= 0 && place.bytes.upperBound <= bytes.count, "\(diagnostic)")
    }
    _ = TextRenderer(usesColour: true).render(diagnostic)
  }
  guard let document else { return false }
  let problems = misplacedParts(of: document.root, in: file, inside: nil)
  #expect(problems == [], "\(String(decoding: bytes, as: UTF8.self))")
  checkOtherLineBreaks(of: bytes, tree: ExpectedTree(document.root))
  return true
}

/// Checks that `bytes` mean `tree` whichever the line breaks and with a byte-order mark.
private func checkOtherLineBreaks(of bytes: [UInt8], tree: ExpectedTree) {
  let unix = bytes.filter { $0 != 0x0D }
  let windows = unix.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
  for variant in [unix, windows, [0xEF, 0xBB, 0xBF] + windows] where !bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
    var log = DiagnosticLog()
    let document = SpecDocument(SourceFile(name: "a.yaml", bytes: variant), log: &log)
    #expect(document.map { ExpectedTree($0.root) } == tree, "\(String(decoding: bytes, as: UTF8.self))")
  }
}

@Test func changedSpecificationsAreReadOrRefused() {
  let files = fixtures(in: "bad", suffix: ".yaml").map(\.bytes)
  var mutator = Mutator(
    seeds: files + Array(repeating: Array(specification.utf8), count: 60), tokens: tokens, seed: 2019)
  var meter = FuzzMeter("YAML, changed")
  for _ in 0..<fuzzCount(usual: 2000) { meter.measure(mutator.next(), check) }
  #expect(meter.accepted > meter.tried / 50, "hardly any text is accepted, so hardly anything is tested")
  #expect(meter.finish() == [])
}

@Test func randomBytesAreReadOrRefused() {
  var generator = SeededGenerator(seed: 1)
  var meter = FuzzMeter("YAML, bytes")
  for _ in 0..<fuzzCount(usual: 2000) {
    let count = Int.random(in: 0...60, using: &generator)
    meter.measure((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }, check)
  }
  #expect(meter.finish() == [])
}

@Test func randomTokensAreReadOrRefused() {
  var generator = SeededGenerator(seed: 2)
  var meter = FuzzMeter("YAML, tokens")
  for _ in 0..<fuzzCount(usual: 2000) {
    let count = Int.random(in: 0...12, using: &generator)
    meter.measure(
      (0..<count).flatMap { _ in Array(tokens[Int.random(in: 0..<tokens.count, using: &generator)].utf8) }, check)
  }
  #expect(meter.finish() == [])
}

@Test func everyBeginningOfASpecificationIsReadOrRefused() {
  let bytes = Array(specification.utf8)
  #expect(check(bytes))
  for end in 0..<bytes.count { _ = check(Array(bytes[..<end])) }
}
