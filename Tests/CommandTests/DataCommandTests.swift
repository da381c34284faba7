import Foundation
import Testing

private let specification = """
  sharespec: 1
  name: little
  datasets:
    d: {format: columns, files: {train: train.txt, dev: dev.txt, test: test.txt}, columns: {token: 0, ner: 1}}
    made: {format: synthetic, sentences: {train: 300, dev: 10, test: 0}}
  tasks:
    ner: {dataset: d, column: ner, metric: span_f1, scheme: bio2}
    pos: {dataset: made, column: pos, metric: accuracy}
  base: {words: {dimension: 4}, encoder: {hidden: 4}}
  training: {epochs: 1}
  variants: {hard: {sharing: hard}}

  """

/// Calls `body` with a folder that holds `specification` and its data, `test` being the test split.
private func withData(test: String = "a O\nd B-PER\n", _ body: (URL) throws -> Void) throws {
  try withFolder { folder in
    try folder.write(specification, to: "little.yaml")
    try folder.write("a O\nb B-PER\n\nc B-LOC\nb O\n", to: "train.txt")
    try folder.write("a B-PER\n\nb O\n", to: "dev.txt")
    try folder.write(test, to: "test.txt")
    try body(folder)
  }
}

@Suite struct DataCommandTests {
  private static let broken = "a O\n\nfoo\n"
  private static let finding = "./test.txt:3:1: error: expected at least 2 columns, found 1"

  /// Nothing is trained on data of which a part is broken.
  @Test(arguments: ["check", "plan", "run", "export"])
  func brokenDataIsFoundBeforeTraining(command: String) throws {
    try withData(test: Self.broken) { folder in
      let arguments =
        command == "export" ? ["export", "little.yaml", "--to", "snakemake", "-o", "flow"] : [command, "little.yaml"]
      let outcome = try CommandProcess(arguments, in: folder).wait()
      #expect(outcome.status == 1)
      #expect(outcome.errors.hasPrefix(Self.finding), "\(outcome.errors)")
      #expect(outcome.errors.contains("little.yaml:4:106: note: column 1 is read"))
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: ".sharespec").path))
    }
  }

  @Test(arguments: ["check", "plan"])
  func dataCanBeLeftAlone(command: String) throws {
    try withData(test: Self.broken) { folder in
      let outcome = try sharespec(command, "little.yaml", "--no-data", in: folder)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    }
  }

  /// A saved plan knows its data without the specification.
  @Test func dataOfSavedPlansIsLookedAt() throws {
    try withData(test: Self.broken) { folder in
      let saved = try sharespec("plan", "little.yaml", "--no-data", "-o", "plan.json", in: folder)
      #expect(saved.status == 0)
      let outcome = try sharespec("run", "plan.json", in: folder)
      #expect(outcome.status == 1)
      #expect(outcome.errors.hasPrefix(Self.finding), "\(outcome.errors)")
      let description = try sharespec("data", "plan.json", in: folder)
      #expect(description.output.contains("train.txt  "), "\(description.output)")
    }
  }

  @Test func findingsAreDiagnosticsForPrograms() throws {
    try withData(test: Self.broken) { folder in
      let outcome = try sharespec("check", "little.yaml", "--format", "json", in: folder)
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("\"E0801\"") && outcome.output.contains("./test.txt"), "\(outcome.output)")
      let rules = try sharespec("check", "little.yaml", "--format", "sarif", in: folder).output
      #expect(rules.contains("\"W0813\""))
    }
  }

  @Test func dataIsDescribed() throws {
    try withData { folder in
      let outcome = try sharespec("data", "little.yaml", in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(
        outcome.output.hasPrefix(
          """
          d                                   train        dev        test
          ────────────────────────────────────────────────────────────────
            sentences                             2          2           1
            tokens                                4          2           2
            distinct words                        3          2           2
            longest sentence                      2          1           2
            tokens not in train                   –  0 (0.0 %)  1 (50.0 %)
            words not in train                    –  0 (0.0 %)  1 (50.0 %)
            sentences also in train               –          0           0

          ner: types of spans, bio2 in 'ner'
            LOC                                   1          0           0
            PER                                   1          1           1
          """), "\(outcome.output)")
      #expect(outcome.output.contains("\nmade  "))
      let one = try sharespec("data", "little.yaml", "--dataset", "made", in: folder).output
      #expect(!one.contains("\nner:") && one.contains("\npos: labels in 'pos'") && one.contains("others  "))
      let all = try sharespec("data", "little.yaml", "--dataset", "made", "--all", in: folder).output
      #expect(!all.contains("others  "))
    }
  }

  @Test func descriptionsAreJSONToo() throws {
    try withData { folder in
      let outcome = try sharespec("data", "little.yaml", "--format", "json", in: folder)
      let json = try #require(JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      let datasets = try #require(json["datasets"] as? [[String: Any]])
      #expect(datasets.map { $0["dataset"] as? String } == ["d", "made"])
      let splits = try #require(datasets[0]["splits"] as? [[String: Any]])
      #expect(splits.map { $0["tokens"] as? Int } == [4, 2, 2])
      let task = try #require((splits[2]["tasks"] as? [[String: Any]])?.first)
      let labels = try #require(task["labels"] as? [[String: Any]])
      #expect(labels[0]["label"] as? String == "PER" && labels[0]["first_at"] as? String == "./test.txt:2")
    }
  }

  @Test func unknownDatasetsGetASuggestion() throws {
    try withData { folder in
      let outcome = try sharespec("data", "little.yaml", "--dataset", "mode", in: folder)
      #expect(outcome.status != 0 && outcome.errors.contains("did you mean 'made'?"), "\(outcome.errors)")
    }
  }

  /// How many words have a vector is part of reports.
  @Test func reportsSayWhatVectorsCover() throws {
    try withData { folder in
      try folder.write("a 1 2 3 4\nd 1 2 3 4\n", to: "v.txt")
      let text = specification.replacing("words: {dimension: 4}", with: "words: {dimension: 4, pretrained: v.txt}")
      try folder.write(text.replacing(/\n  (made|pos): [^\n]*/, with: ""), to: "little.yaml")
      let run = try sharespec("run", "little.yaml", in: folder)
      #expect(run.status == 0, "\(run.errors)")
      let report = try sharespec("report", "little.yaml", "-o", "report.html", in: folder)
      #expect(report.status == 0, "\(report.errors)")
      let page = try folder.text("report.html")
      #expect(page.contains("50.0 % of tokens and 50.0 % of words have one"), "\(page)")
    }
  }

  /// Where no stage has a result there is no table, and each cause is told once.
  @Test func failuresAreToldOnce() throws {
    try withData(test: Self.broken) { folder in
      try folder.write("a O\nfoo\n", to: "train.txt")
      let outcome = try sharespec("run", "little.yaml", "--no-data", "--plain", in: folder)
      #expect(outcome.status == 1 && outcome.output.isEmpty, "\(outcome.output)")
      #expect(outcome.errors.components(separatedBy: "./train.txt:2").count == 2, "\(outcome.errors)")
    }
  }
}
