import Foundation
import TestSupport
import Testing

/// A sweep over two values and two seeds, one of whose systems is not swept, with a test set of its own.
private let specimen = """
  sharespec: 1
  name: specimen
  datasets:
    d: {format: synthetic, sentences: {train: 40, dev: 20, test: 20}}
    other: {format: synthetic, seed: 9, sentences: {train: 5, dev: 5, test: 20}}
  tasks:
    pos: {dataset: d, column: pos, metric: accuracy}
    "n,e\\"r": {dataset: d, column: ner, metric: span_f1, scheme: bio2}
  base: {words: {dimension: 8}, encoder: {hidden: 6}}
  sharing: hard
  training: {epochs: 2}
  evaluate: {other: {dataset: other, tasks: [pos]}}
  variants: {single: {sharing: single}, hard: {}}
  baseline: single
  sweep:
    variants: [hard]
    product: {training.batch: [5, 10], training.select: [best_on_dev, last]}
    seeds: [1, 2]

  """

private func withSpecimen(_ body: (URL) throws -> Void) throws {
  try withFolder { folder in
    try specimen.write(to: folder.appending(path: "s.yaml"), atomically: true, encoding: .utf8)
    try body(folder)
  }
}

private func rows(_ text: String) throws -> [[String: Any]] {
  try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
}

@Suite struct ResultsCommandTests {
  @Test func everyScoreIsARow() throws {
    try withSpecimen { folder in
      let before = try sharespec("results", "s.yaml", in: folder)
      #expect(before.status == 0 && before.errors.contains("note: 27 of 27 scores are not in the store"), "\(before)")
      #expect(before.output.split(separator: "\n").count == 28)
      let run = try sharespec("run", "s.yaml", "--format", "json", in: folder)
      try #require(run.status == 0, "\(run.errors)")
      let outcome = try sharespec("results", "s.yaml", "--format", "json", in: folder)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      let found = try rows(outcome.output)
      #expect(found.count == 27)
      // The same rows stand in the results of the run.
      let whole = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      #expect(NSArray(array: try #require(whole["rows"] as? [[String: Any]])) == NSArray(array: found))
      // Values are those of the results by variant.
      let variants = try #require(whole["variants"] as? [[String: Any]])
      for row in found where row["test_set"] is NSNull {
        let variant = try #require(variants.first { $0["name"] as? String == row["variant"] as? String })
        let task = try #require(
          (variant["tasks"] as? [[String: Any]])?.first { $0["task"] as? String == row["task"] as? String })
        #expect(row["value"] as? Double == task["score"] as? Double)
        #expect(row["split"] as? String == "test")
      }
      for row in found {
        let isSwept = row["declared"] as? String == "hard"
        #expect(
          (row["training.batch"] as? Int != nil) == isSwept && (row["training.select"] as? String != nil) == isSwept)
        #expect((row["precision"] as? Double != nil) == (row["task"] as? String == "n,e\"r"))
        let epoch = try #require(row["chosen_epoch"] as? Int)
        #expect((1...2).contains(epoch) && row["epochs"] as? Int == 2)
        #expect((row["seconds"] as? Double ?? 0) > 0 && (row["updates"] as? Double ?? 0) > 0)
        #expect((row["parameters"] as? Int ?? 0) >= (row["task_parameters"] as? Int ?? .max))
        let stage = try #require(row["scored_by"] as? String)
        #expect(try sharespec("store", "show", stage, in: folder).status == 0)
      }
      let seeds = Set(found.filter { $0["declared"] as? String == "hard" }.compactMap { $0["seed"] as? Int })
      #expect(seeds == [1, 2])
    }
  }

  /// pandas reads each format without options, and finds the same numbers with the right types.
  @Test func pandasReadsEveryFormat() throws {
    guard let python = PythonEnvironment("statistics").python(toTry: "tables of results") else { return }
    try withSpecimen { folder in
      try #require(try sharespec("run", "s.yaml", in: folder).status == 0)
      for name in ["r.csv", "r.json", "r.jsonl", "r.md"] {
        #expect(try sharespec("results", "s.yaml", "-o", name, in: folder).status == 0)
      }
      let program = """
        import pandas
        csv, json = pandas.read_csv("r.csv"), pandas.read_json("r.json")
        lines = pandas.read_json("r.jsonl", lines=True)
        pandas.testing.assert_frame_equal(csv, json, check_dtype=False)
        pandas.testing.assert_frame_equal(csv, lines, check_dtype=False)
        assert list(csv.columns[:4]) == ["variant", "declared", "training.batch", "training.select"], csv.columns
        assert csv["value"].dtype == float and csv["seed"].dtype == int and csv["chosen_epoch"].dtype == int
        assert csv["training.batch"].dtype == float, "a column with gaps"
        assert set(csv["task"]) == {"pos", 'n,e"r'}
        table = csv[csv.test_set.isna()].pivot_table("value", ["declared", "training.batch"], "task", "mean")
        assert table.shape == (2, 2), table
        """
      try program.write(to: folder.appending(path: "read.py"), atomically: true, encoding: .utf8)
      let outcome = try CommandProcess([], in: folder, script: "'\(python)' read.py").wait()
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
      let markdown = try String(contentsOf: folder.appending(path: "r.md"), encoding: .utf8)
      #expect(markdown.hasPrefix("| variant | declared | training.batch | training.select | seed | task |"))
    }
  }

  /// The name of a file that tells no format is refused before anything is done.
  @Test(arguments: [
    (["results", "s.yaml", "-o", "r.xlsx"], ".csv, .json, .jsonl, .ndjson, .md or .markdown, or give --format."),
    (["report", "s.yaml", "-o", "r.csv"], ".html, .htm, .md, .markdown, .json or .tex, or give --format."),
    (["diff", "s.yaml", "s.yaml", "-o", "r.pdf"], ".txt, .json, .md, .markdown, .html or .htm, or give --format."),
    (["graph", "s.yaml", "-o", "r.png"], ".dot, .gv, .mmd, .mermaid or .svg, or give --format."),
    (["plan", "s.yaml", "-o", "r.csv"], ".plan, .txt, .json, .html or .htm."),
  ])
  func anUnknownEndingIsRefused(arguments: [String], known: String) throws {
    try withSpecimen { folder in
      let outcome = try CommandProcess(arguments, in: folder).wait()
      #expect(
        outcome.status == 64 && outcome.errors.contains("expected \(known)"), "\(outcome)")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(files == ["s.yaml"])
    }
  }

  /// A name without an ending, and the ending of a drawing, take what is usual and what is named.
  @Test func endingsChooseTheFormat() throws {
    try withSpecimen { folder in
      try #require(try sharespec("graph", "s.yaml", "-o", "g.mmd", in: folder).status == 0)
      #expect(try String(contentsOf: folder.appending(path: "g.mmd"), encoding: .utf8).hasPrefix("flowchart"))
      #expect(try sharespec("plan", "s.yaml", "-o", "saved", in: folder).status == 0)
      #expect(try sharespec("results", "saved", "-o", "r.csv", "--format", "jsonl", in: folder).status == 0)
      #expect(try String(contentsOf: folder.appending(path: "r.csv"), encoding: .utf8).hasPrefix("{\"variant\":"))
    }
  }
}

/// The program for notebooks in the documentation runs as it stands.
@Test func theRecipeForNotebooksRuns() throws {
  guard let python = PythonEnvironment("statistics").python(toTry: "the recipe for notebooks") else { return }
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let page = try String(contentsOf: root.appending(path: "docs/results-as-data.md"), encoding: .utf8)
  let recipe = try #require(page.firstMatch(of: /```python\n((?:.|\n)*?)```/)).1
  try withFolder { folder in
    let sweep = "sweep: {product: {training.batch: [5, 10], training.optimizer.learning_rate: [0.1, 0.2]}}\n"
    let text = """
      sharespec: 1
      name: specimen
      datasets: {d: {format: synthetic, sentences: {train: 20, dev: 10, test: 10}}}
      tasks: {ner: {dataset: d, column: ner, metric: span_f1, scheme: bio2}}
      base: {words: {dimension: 4}, encoder: {hidden: 4}}
      training: {epochs: 1}
      variants: {sparse: {sharing: hard}}

      """
    try folder.write(text + sweep, to: "experiment.yaml")
    try folder.write(String(recipe), to: "recipe.py")
    try FileManager.default.createDirectory(at: folder.appending(path: "bin"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "bin/sharespec"), withDestinationURL: command)
    try #require(try sharespec("run", "experiment.yaml", in: folder).status == 0)
    let outcome = try CommandProcess([], in: folder, script: "PATH=\"$PWD/bin:$PATH\" '\(python)' recipe.py").wait()
    #expect(outcome.status == 0 && outcome.output.contains("training.batch"), "\(outcome.output)\(outcome.errors)")
  }
}
