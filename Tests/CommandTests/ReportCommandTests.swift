import Foundation
import Testing

/// Two variants under three seeds each, a third under one, and a report that asks for everything.
private let specimen = """
  sharespec: 1
  name: specimen
  seed: 1
  datasets: {d: {format: synthetic, sentences: {train: 40, dev: 20, test: 20}}}
  tasks:
    pos: {dataset: d, column: pos, metric: accuracy}
    "<b>ner</b>": {dataset: d, column: ner, metric: span_f1, scheme: bio2}
  base: {words: {dimension: 8}, encoder: {hidden: 6}}
  sharing: sparse
  pruning: {rate: {final: 0.5, rounds: 2}, epochs: 1}
  warmup: {epochs: 1}
  training: {epochs: 2}
  variants: {single: {sharing: single}, sparse: {}, hard: {sharing: hard}}
  baseline: single
  sweep: {variants: [single, sparse], seeds: [1, 2, 3]}
  report:
    corpora: {show: corpora}
    table:
      show: scores
      title: The scores
      labels: {sparse: Sparse sharing, pos: POS}
      reference:
        source: somebody
        values:
          single: {pos: 50, parameters: 1000}
          sparse: {pos: 60.5}
        others: {earlier work: {pos: 40}}
    sparsity: {show: sparsity}
    relatedness: {show: relatedness}
    pruning: {show: pruning, variants: [sparse]}
    points: {show: scores_by_sparsity}
    sharing: {show: sharing}
    layers: {show: layers}
    curves: {show: curves, variants: [sparse, hard]}

  """

private func withSpecimen(_ body: (URL) throws -> Void) throws {
  try withFolder { folder in
    try specimen.write(to: folder.appending(path: "s.yaml"), atomically: true, encoding: .utf8)
    try body(folder)
  }
}

private func object(_ text: String) throws -> [String: Any] {
  try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
}

/// The cells of a table of a report, by row and then by column.
private func cells(_ report: [String: Any], _ name: String) throws -> [String: [String: [String: Any]]] {
  let exhibits = try #require(report["exhibits"] as? [[String: Any]])
  let exhibit = try #require(exhibits.first { $0["name"] as? String == name })
  let table = try #require((exhibit["tables"] as? [[String: Any]])?.first)
  let columns = try #require(table["columns"] as? [[String: String]]).map {
    "\($0["group"] ?? "") \($0["title"] ?? "")"
  }
  var result: [String: [String: [String: Any]]] = [:]
  for row in try #require(table["rows"] as? [[String: Any]]) {
    let cells = try #require(row["cells"] as? [[String: Any]])
    result[row["label"] as? String ?? ""] = Dictionary(uniqueKeysWithValues: zip(columns, cells))
  }
  return result
}

@Test func aReportPutsSeedsTogetherAndReferencesBeside() throws {
  try withSpecimen { folder in
    let run = try sharespec("run", "s.yaml", "--store", "s", "--format", "json", in: folder)
    try #require(run.status == 0, "\(run.errors)")
    let outcome = try sharespec("report", "s.yaml", "--store", "s", "--format", "json", in: folder)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let report = try object(outcome.output)
    #expect((report["missing"] as? [Any])?.isEmpty == true)

    // The means are those of the runs themselves.
    let variants = try #require(object(run.output)["variants"] as? [[String: Any]])
    #expect(variants.count == 7)
    func scores(_ variant: String, _ task: String) -> [Double] {
      variants.filter { ($0["name"] as? String)?.hasPrefix(variant) == true }.compactMap { variant in
        (variant["tasks"] as? [[String: Any]])?.first { $0["task"] as? String == task }?["score"] as? Double
      }
    }
    let table = try cells(report, "table")
    #expect(Set(table.keys) == ["single", "Sparse sharing", "hard", "earlier work"])
    for (label, variant) in [("single", "single"), ("Sparse sharing", "sparse"), ("hard", "hard")] {
      for (title, task) in [("POS", "pos"), ("<b>ner</b>", "<b>ner</b>")] {
        let own = scores(variant, task)
        let mean = own.reduce(0, +) / Double(own.count)
        let squares = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let metric = task == "pos" ? "test Acc." : "test F1"
        let cell = try #require(table[label]?["\(title) \(metric)"])
        #expect(abs((cell["value"] as? Double ?? .nan) - mean) < 1e-9)
        if own.count > 1 {
          #expect(abs((cell["deviation"] as? Double ?? .nan) - (squares / 2).squareRoot()) < 1e-9)
        } else {
          #expect(cell["deviation"] is NSNull)
        }
        // The seed of what the sweep leaves out is the specification's own, 1.
        let base = variant == "hard" ? scores("single@seed=1", task) : scores("single", task)
        let delta = try #require(table[label]?["\(title) Δ"])
        if variant == "single" {
          #expect(delta["value"] is NSNull)
        } else {
          let difference = mean - base.reduce(0, +) / Double(base.count)
          #expect(abs((delta["value"] as? Double ?? .nan) - difference) < 1e-9)
          #expect((delta["mark"] as? String == "hurt") == (difference < 0))
        }
      }
    }
    #expect(table["Sparse sharing"]?["POS Δ"]?["reference"] as? Double == 10.5)
    #expect(table["single"]?[" # Params"]?["reference"] as? Double == 1000)
    #expect(table["earlier work"]?["POS test Acc."]?["reference"] as? Double == 40)

    // Every number has its origin.
    let origins = try #require(report["origins"] as? [[String: Any]])
    #expect(origins.count == 14)
    for origin in origins {
      let stage = try #require(origin["trained_by"] as? String)
      let shown = try sharespec("store", "show", stage, "--store", "s", in: folder)
      #expect(shown.status == 0)
      #expect((origin["seconds"] as? Double ?? -1) > 0)
    }
  }
}

@Test func everyFormatIsWrittenAndNothingIsRun() throws {
  try withSpecimen { folder in
    let empty = try sharespec("report", "s.yaml", "--store", "nowhere", in: folder)
    #expect(empty.status == 0)
    #expect(empty.errors.contains("are not in the store 'nowhere'; 'sharespec run' makes them"))
    #expect(empty.output.hasPrefix("<!DOCTYPE html>"))
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "nowhere").path))

    let run = try sharespec("run", "s.yaml", "--store", "s", in: folder)
    try #require(run.status == 0, "\(run.errors)")
    for (name, opening) in [
      ("r.html", "<!DOCTYPE html>"), ("r.md", "# specimen"), ("r.json", "{\n"), ("r.tex", "% "),
    ] {
      let outcome = try sharespec(
        "report", "s.yaml", "--store", "s", "-o", "out/\(name)", "--figures", "out/f", in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let text = try String(contentsOf: folder.appending(path: "out/\(name)"), encoding: .utf8)
      #expect(text.hasPrefix(opening))
      #expect(!text.contains("Nothing to show yet"))
    }
    // Markdown shows the drawings, by paths from where it lies.
    let markdown = try String(contentsOf: folder.appending(path: "out/r.md"), encoding: .utf8)
    let pictures = markdown.matches(of: /!\[[^\]]*\]\(<([^>]*)>\)/).map { String($0.1) }
    #expect(pictures.count >= 9)
    for picture in pictures {
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: "out/\(picture)").path))
    }
    let input = try sharespec("report", "s.yaml", "--store", "s", "-o", "s.yaml", "--format", "html", in: folder)
    #expect(input.status == 1)
  }
}

@Test func aBrowserShowsNamesAsText() throws {
  let browser = Browser.path
  guard let browser else {
    Issue.record("NOT TRIED: the report in a browser, since there is no chromium", severity: .warning)
    return
  }
  try withSpecimen { folder in
    let run = try sharespec("run", "s.yaml", "--store", "s", in: folder)
    try #require(run.status == 0, "\(run.errors)")
    let report = try sharespec("report", "s.yaml", "--store", "s", "-o", "r.html", in: folder)
    try #require(report.status == 0, "\(report.errors)")
    let page = folder.appending(path: "r.html").absoluteString
    let options = [
      "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=profile", "--virtual-time-budget=2000",
    ]
    let shown = try CommandProcess(
      [browser] + options + ["--dump-dom", page], in: folder, script: "exec timeout 60 \"$@\""
    ).wait()
    try #require(shown.status == 0, "\(shown.errors)")
    #expect(shown.output.contains("&lt;b&gt;ner&lt;/b&gt;") && !shown.output.contains("<b>"))
    #expect(shown.output.matches(of: /<svg/).count >= 9)
    let picture = try CommandProcess(
      [browser] + options + ["--screenshot=r.png", "--window-size=1200,2000", page], in: folder,
      script: "exec timeout 60 \"$@\""
    ).wait()
    #expect(picture.status == 0)
    // A page of tables and drawings does not compress to nothing.
    let size = try Data(contentsOf: folder.appending(path: "r.png")).count
    #expect(size > 40_000)
  }
}
