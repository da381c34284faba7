import Diagnostics
import MaskAlgebra
import TestSupport
import Testing

/// The committed grammar of mask expressions.
private func maskGrammar() throws -> Grammar {
  try Grammar.committed(
    "mask.ebnf",
    special: [
      "any character but a quote, a backslash and control characters": [
        "a", "/", " ", ".", "é", "~", "🙂", "(", "'", "-",
      ],
      "a letter from A to Z or from a to z": ["a", "e", "k", "z", "A", "E", "Z"],
    ])
}

@Test func sentencesOfTheGrammarAreAccepted() throws {
  let grammar = try maskGrammar()
  var generator = TestGenerator(seed: 6)
  var seen: Set<String> = []
  for _ in 0..<1_500 {
    let depth = Int.random(in: 8...16, using: &generator)
    let sentence = try grammar.sentence(of: "expression", depth: depth, using: &generator)
    if sentence.utf8.count > 2_000 { continue }
    let parsed = try expression(sentence)
    #expect(try expression(parsed.description) == parsed, "\(sentence) as \(parsed)")
    for word in [
      "all", "none", "char_cnn", "layers", "tower", "imp", "random", "file", "keep", "round", "self",
      "backward", "~", "^",
    ]
    where sentence.contains(word) {
      seen.insert(word)
    }
  }
  #expect(seen.count == 14, "\(seen)")
}

@Test func everyRuleIsDefinedAndUsed() throws {
  let grammar = try maskGrammar()
  #expect(grammar.unusedRules(besides: "expression") == [])
  #expect(grammar.undefinedRules == [])
}

/// What one edit away from a sentence is either one too or is reported, with places inside the text.
@Test func mutatedSentencesAreAcceptedOrReported() throws {
  let grammar = try maskGrammar()
  var generator = TestGenerator(seed: 7)
  var refused = 0
  for _ in 0..<3_000 {
    let sentence = try grammar.sentence(of: "expression", depth: 12, using: &generator)
    let mutated = generator.mutated(sentence)
    let (parsed, log) = parse(mutated)
    #expect((parsed == nil) == log.hasErrors, "\(mutated)")
    for diagnostic in log.diagnostics {
      let place = try #require(diagnostic.range?.bytes)
      #expect(place.lowerBound >= 0 && place.upperBound <= mutated.utf8.count, "\(mutated)")
      #expect(MaskCode.all.contains(diagnostic.code))
      for fixIt in diagnostic.fixIts { _ = parse(apply(fixIt, to: mutated)) }
    }
    if let parsed {
      #expect(try expression(parsed.description) == parsed, "\(mutated)")
    } else {
      refused += 1
    }
  }
  #expect((500..<2_900).contains(refused))
}

/// `text` after `fixIt`.
func apply(_ fixIt: FixIt, to text: String) -> String {
  var bytes = Array(text.utf8)
  bytes.replaceSubrange(fixIt.range.bytes, with: Array(fixIt.replacement.utf8))
  return String(decoding: bytes, as: UTF8.self)
}

extension TestGenerator {
  /// `text` with one character inserted, deleted, replaced or exchanged with the next.
  fileprivate mutating func mutated(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    let signs = Array("abegz_019 .,:\"\\()~&|^-+*!é\u{0}\n'".unicodeScalars)
    let place = Int.random(in: 0..<max(1, scalars.count), using: &self)
    switch Int.random(in: 0..<4, using: &self) {
    case 0: scalars.insert(pick(signs), at: place)
    case 1 where !scalars.isEmpty: scalars.remove(at: place)
    case 2 where !scalars.isEmpty: scalars[place] = pick(signs)
    case 3 where place + 1 < scalars.count: scalars.swapAt(place, place + 1)
    default: scalars.append(pick(signs))
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
