import Diagnostics
import Testing

@testable import SpecSyntax

/// The codes of what is wrong with `text`.
private func codes(_ text: String, _ rules: SyntaxRules = .specification) -> [String] {
  read(text, rules: rules).log.sorted.map(\.code.id)
}

@Test func aFileHasAtMostOneMebibyte() {
  let key = "a: b\n"
  let comment = "#" + String(repeating: "x", count: (1 << 20) - key.utf8.count - 2) + "\n"
  #expect(codes(key + comment) == [])
  #expect(codes(key + comment + "\n") == ["E0101"])
}

@Test func aScalarHasAtMost64Kibibytes() {
  for quote in ["", "\"", "'"] {
    let longest = String(repeating: "x", count: 64 << 10)
    #expect(codes("a: \(quote)\(longest)\(quote)\n") == [])
    #expect(codes("a: \(quote)\(longest)x\(quote)\n") == ["E0119"])
  }
}

@Test func nestingEndsAt32() {
  func nested(_ depth: Int) -> String {
    String(repeating: "{a: ", count: depth) + "1" + String(repeating: "}", count: depth) + "\n"
  }
  #expect(codes(nested(32)) == [])
  #expect(codes(nested(33)) == ["E0117"])
  let blocks = (0..<33).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
  #expect(codes(blocks) == ["E0117"])
}

@Test func nestingCountsAliasesInFull() {
  var rules = SyntaxRules.specification
  rules.deepestNesting = 4
  #expect(codes("a: &x [[1]]\nb: [*x]\n", rules) == [])
  #expect(codes("a: &x [[1]]\nb: [[*x]]\n", rules) == ["E0117"])
}

@Test func nodesCountAliasesInFull() {
  var rules = SyntaxRules.specification
  rules.mostNodes = 10
  #expect(codes("a: &x [1, 2]\nb: *x\nc: 1\n", rules) == ["E0118"])
  rules.mostNodes = 11
  #expect(codes("a: &x [1, 2]\nb: *x\nc: 1\n", rules) == [])
  #expect(codes("a: &x [1, 2]\nb: &y [*x]\nc: 1\n", rules) == ["E0118"])
}

@Test func theBudgetIsSpentBeforeAnAliasIsExpanded() throws {
  let log = read("a: &x [1, 2]\nb: [" + Array(repeating: "*x", count: 60_000).joined(separator: ", ") + "]\n")
    .log
  let place = try #require(log.diagnostics.first?.range)
  #expect(log.diagnostics.map(\.code.id) == ["E0118"])
  #expect(place.text == "*x")
}
