import Foundation
import Testing

/// The page on further test sets.
private let page: String = {
  (try? String(contentsOf: root.appending(path: "docs/evaluate.md"), encoding: .utf8)) ?? ""
}()

/// The blocks of the page in `language`, in order.
private func blocks(_ language: String) -> [String] {
  page.matches(of: /```(\w+)\n((?s).*?)```/).filter { $0.1 == language }.map { String($0.2) }
}

/// Sentences by a rule: a word, its part of speech, its entity.
private func sentences(_ numbers: Range<Int>, _ names: [String]) -> [[[String]]] {
  return numbers.map { number in
    [
      [names[number % 5], "NNP", "B-PER"], [["sees", "met", "leaves"][number % 3], "VB", "O"],
      [names[(number / 5 + 2) % 5], "NNP", "B-LOC"], [".", ".", "O"],
    ]
  }
}

private func withExample(_ body: (URL) throws -> Void) throws {
  try withFolder { folder in
    for name in ["news", "tweets"] {
      try FileManager.default.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    for (name, numbers) in [("train", 0..<40), ("dev", 40..<50), ("test", 50..<60)] {
      let lines = sentences(numbers, ["Ann", "Zoë", "Rome", "Bob", "Łódź"]).map {
        $0.map { $0.joined(separator: " ") + "\n" }.joined() + "\n"
      }
      try folder.write(lines.joined(), to: "news/\(name).txt")
    }
    for (name, numbers) in [("dev", 60..<70), ("test", 70..<80)] {
      let lines = try sentences(numbers, ["Ann", "met", "Oslo", "sees", "."]).map { sentence in
        let object = ["words": sentence.map { $0[0] }, "entities": sentence.map { $0[2] }]
        return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self) + "\n"
      }
      try folder.write(lines.joined(), to: "tweets/\(name).jsonl")
    }
    try folder.write(try #require(blocks("yaml").first), to: "elsewhere.yaml")
    try body(folder)
  }
}

private func object(_ text: String) throws -> [String: Any] {
  try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
}

/// The words of the lines of `text`, without numbers, which depend on the machine.
private func words(_ text: String) -> [[String]] {
  text.split(separator: "\n").map { line in
    line.split(separator: " ").map(String.init).filter { word in
      !word.contains { $0.isNumber && $0.isASCII } && !["–", "─"].contains { word.contains($0) }
    }
  }.filter { !$0.isEmpty }
}

/// The specification of the page gives the plan and the table that the page shows, but for numbers.
@Test func theExampleOfFurtherSetsIsAsDocumented() throws {
  try withExample { folder in
    let plan = try sharespec("plan", "elsewhere.yaml", in: folder)
    #expect(plan.status == 0 && plan.errors.isEmpty, "\(plan.errors)")
    let shown = try #require(blocks("console").first).split(separator: "\n").dropFirst().joined(separator: "\n")
    #expect(words(plan.output).starts(with: words(shown)), "\(plan.output)")
    let first = try #require(shown.split(separator: "\n").first)
    #expect(plan.output.hasPrefix(first))

    let run = try sharespec("run", "elsewhere.yaml", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let table = try #require(blocks("text").first)
    #expect(words(run.output) == words(table), "\(run.output)")
  }
}

/// Means and deviations of scores on sets are over the seeds, and reports have the sets as columns.
@Test func reportsHaveFurtherSetsAsColumns() throws {
  try withExample { folder in
    let run = try object(try sharespec("run", "elsewhere.yaml", "--format", "json", in: folder).output)
    func scores(_ variants: Any?, _ name: String) throws -> [[String: Any]] {
      let variants = try #require(variants as? [[String: Any]])
      return try #require(variants.first { $0["name"] as? String == name }?["further_sets"] as? [[String: Any]])
    }
    for variant in ["single", "hard"] {
      let runs = try (1...2).map { try scores(run["variants"], "\(variant)@seed=\($0)") }
      for (index, mean) in try scores(run["means"], variant).enumerated() {
        let values = runs.compactMap { $0[index]["score"] as? Double }
        #expect(values.count == 2)
        #expect(abs((mean["score"] as? Double ?? .nan) - (values[0] + values[1]) / 2) < 1e-9)
        let deviation = abs(values[0] - values[1]) / 2.0.squareRoot()
        #expect(abs((mean["deviation"] as? Double ?? .nan) - deviation) < 1e-9)
        #expect(mean["task"] as? String == "ner")
        #expect(mean["set"] as? String == (index == 0 ? "wild" : "early"))
        #expect(mean["split"] as? String == (index == 0 ? "test" : "dev"))
      }
    }
    let report = """
      report:
        table: {show: scores, labels: {ner: NER, wild: Tweets}, reference: {source: X, values: {hard: {ner wild: 50}}}}
      """
    try folder.write(try #require(blocks("yaml").first) + report + "\n", to: "elsewhere.yaml")
    let json = try object(try sharespec("report", "elsewhere.yaml", "--format", "json", in: folder).output)
    let table = try #require(((json["exhibits"] as? [[String: Any]])?.first?["tables"] as? [[String: Any]])?.first)
    let columns = try #require(table["columns"] as? [[String: String]]).map {
      "\($0["group"] ?? ""): \($0["title"] ?? "")"
    }
    #expect(
      columns == [
        "pos: test Acc.", "pos: Δ", "NER: test F1", "NER: Δ", "NER Tweets: test F1", "NER Tweets: Δ",
        "NER early: dev F1", "NER early: Δ", ": # Params",
      ])
    let notes = try #require(table["notes"] as? [String])
    #expect(notes.contains("Tweets: the test split of tweets.") && notes.contains("early: the dev split of tweets."))
    let rows = try #require(table["rows"] as? [[String: Any]])
    let hard = try #require(rows.first { $0["label"] as? String == "hard" }?["cells"] as? [[String: Any]])
    #expect(hard[4]["reference"] as? Double == 50)
    let origins = try #require(json["origins"] as? [[String: Any]])
    #expect(origins.count { $0["set"] != nil } == 8)
    #expect(origins.count == 16)
    for format in ["html", "markdown", "latex"] {
      let text = try sharespec("report", "elsewhere.yaml", "--format", format, in: folder).output
      #expect(text.contains("NER Tweets") && text.contains("the test split of tweets"), "\(format)")
    }
  }
}

/// A set that is added is all that is run, from a saved plan as well.
@Test func anAddedSetTrainsNothing() throws {
  try withExample { folder in
    #expect(try sharespec("run", "elsewhere.yaml", "--set", "evaluate=none", in: folder).status == 0)
    for plan in ["with.plan", "with.json"] {
      #expect(try sharespec("plan", "elsewhere.yaml", "-o", plan, in: folder).status == 0)
    }
    #expect(try Data(contentsOf: folder.appending(path: "with.plan")).count > 0)
    for file in ["with.plan", "elsewhere.yaml", "with.json"] {
      let run = try sharespec("run", file, "--plain", in: folder)
      #expect(run.status == 0)
      let done = run.errors.split(separator: "\n").filter { $0.contains("done in") }
      #expect(done.allSatisfy { $0.contains("evaluate_on.") }, "\(run.errors)")
      #expect(done.count == (file == "with.plan" ? 8 : 0), "\(file): \(run.errors)")
    }
  }
}
