import Testing

@testable import Planning

/// The names of `texts`, in their order.
private func names(_ texts: [String], avoiding taken: [String] = []) -> [String] {
  let names = FileNames(for: texts, avoiding: taken)
  return texts.map { names[$0] }
}

@Test(arguments: [
  ("sparse", "sparse"), ("lr=1", "lr=1"), ("lr_1", "lr_1"), ("a b", "a%20b"), ("a/b", "a%2Fb"), ("..", "%2E."),
  (".hidden", "%2Ehidden"), ("", "%"), ("%", "%25"), ("ü", "%C3%BC"), ("u\u{308}", "u%CC%88"), ("a~b", "a%7Eb"),
  ("a\u{0}b", "a%00b"), ("training.batch=10,seed=1", "training.batch=10,seed=1"),
])
func namesOfFilesSayWhatTheyAreOf(text: String, name: String) {
  #expect(names([text]) == [name])
  #expect(FileNames.isName(name, of: text))
}

/// Texts that files could be confused for.
private let similarTexts = [
  "lr=1", "lr_1", "LR=1", "Lr=1", "lr 1", "lr%201", "lr/1", "é", "e\u{301}", "E\u{301}", "", "%", ".", "..", "%2E",
  "a", "A", "stages", "Stages", String(repeating: "a", count: 300), String(repeating: "a", count: 301),
  String(repeating: "A", count: 300), String(repeating: "é", count: 150), String(repeating: "a", count: 200),
]

@Test func noTwoTextsHaveOneNameWhateverTheFileSystem() {
  let names = FileNames(for: similarTexts, avoiding: ["stages"])
  let given = similarTexts.map { names[$0] }
  #expect(Set(given.map { $0.lowercased() }).count == similarTexts.count)
  for (text, name) in zip(similarTexts, given) {
    #expect(name.utf8.count <= FileNames.mostBytes && !name.isEmpty && !name.hasPrefix("."))
    #expect(name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"/\\:*?\"<>|".utf8.contains($0) }, "\(name)")
    #expect(FileNames.isName(name, of: text))
  }
  #expect(!given.contains { $0.lowercased() == "stages" })
}

@Test func namesDoNotDependOnTheOrderOfTexts() {
  let names = FileNames(for: similarTexts)
  let others = FileNames(for: similarTexts.reversed() + similarTexts)
  #expect(similarTexts.allSatisfy { names[$0] == others[$0] })
}

@Test func longNamesAreCutBetweenTheirParts() {
  let name = names([String(repeating: "é", count: 100)])[0]
  let parts = name.split(separator: "~")
  #expect(parts.count == 2 && parts[1].count == 16)
  #expect(parts[0].count % 3 == 0 && parts[0].allSatisfy { "%CA39".contains($0) })
}

@Test func namesOfStagesKeepTheirTildes() {
  let labels = ["round.ner.7~3fa9c2d1", "train.lr=1", "train.lr_1", "~a", "train.a@seed=1", "@/.."]
  let names = FileNames(for: labels, keepingTildes: true)
  #expect(
    labels.map { names[$0] } == [
      "round.ner.7~3fa9c2d1", "train.lr=1", "train.lr_1", "%7Ea", "train.a@seed=1", "%40%2F..",
    ])
}
