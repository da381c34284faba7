import Foundation
import Testing

/// Two revisions of an experiment, of which the new one hardly learns in one of its variants.
private let specimen = """
  sharespec: 1
  name: specimen
  seed: 1
  datasets: {d: {format: synthetic, sentences: {train: 60, dev: 20, test: 60}}}
  tasks:
    pos: {dataset: d, column: pos, metric: accuracy}
    chunk: {dataset: d, column: chunk, metric: span_f1, scheme: bio2}
  base: {words: {dimension: 12}, encoder: {hidden: 8}}
  sharing: hard
  training: {epochs: 3}
  variants: {worse: {}, same: {sharing: single}}
  sweep: {seeds: [1, 2, 3]}

  """

private func withRevisions(_ body: (URL) throws -> Void) throws {
  try withFolder { folder in
    try folder.write(specimen, to: "old.yaml")
    let change = "variants: {worse: {training: {optimizer: {kind: sgd, learning_rate: 0.000001}}}"
    try folder.write(specimen.replacing("variants: {worse: {}", with: change), to: "new.yaml")
    try #require(try sharespec("run", "old.yaml", in: folder).status == 0)
    try #require(try sharespec("run", "new.yaml", "--store", "other", in: folder).status == 0)
    try body(folder)
  }
}

@Suite struct DiffResultsTests {
  @Test func scoresAreComparedBesideTheCauses() throws {
    try withRevisions { folder in
      let stores = ["--store-new", "other"]
      func diff(_ arguments: String...) throws -> Outcome {
        try CommandProcess(["diff", "old.yaml", "new.yaml"] + stores + arguments, in: folder).wait()
      }
      let plain = try diff()
      #expect(plain.status == 1 && !plain.output.contains("results"))
      let text = try diff("--results")
      #expect(text.status == 1 && text.output.hasPrefix(plain.output.trimmingCharacters(in: .newlines)), "\(text)")
      #expect(
        text.output.contains(/worse +\d+\.\d\d +\d+\.\d\d +−\d+\.\d\d\* \[−\d+\.\d\d, −\d+\.\d\d\] ▾/), "\(text.output)"
      )
      // What is of the same stages is the same, and not tested.
      #expect(text.output.contains(/same +(\d+\.\d\d) +\1 +\+0\.00 +(\d+\.\d\d) +\2 +\+0\.00\n/), "\(text.output)")
      let markdown = try diff("--results", "--format", "markdown")
      #expect(markdown.output.contains("### Results") && markdown.output.contains(/\| worse \| .*\\\* \\\[−/))
      let html = try diff("--results", "--format", "html")
      #expect(html.output.contains("<h3>Results</h3>") && html.output.contains(/<td class="hurt">.*\*<\/span>/))
      let json = try diff("--results", "--format", "json")
      let object = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      let rows = try #require(object["results"] as? [[String: Any]])
      #expect(rows.count == 4)
      #expect(rows.map { $0["significant"] is NSNull } == [false, false, true, true])
      #expect(rows[0]["significant"] as? Bool == true && (rows[0]["difference"] as? Double ?? 0) < -1)
    }
  }

  @Test func conditionsDecideTheStatus() throws {
    try withRevisions { folder in
      func status(_ conditions: String...) throws -> Int32 {
        let options = conditions.flatMap { ["--fail-on", $0] }
        let arguments = ["diff", "old.yaml", "new.yaml", "--store-new", "other"] + options
        return try CommandProcess(arguments, in: folder).wait().status
      }
      #expect(try status("pos < -1") == 3)
      #expect(try status("pos < -99") == 0)
      #expect(try status("pos < -99", "mean <= -1") == 3)
      #expect(try status("mean > 1") == 0)
      #expect(try status("ner < 0") == 2)
      #expect(try status("pos") == 64)
      #expect(try status("pos < much") == 64)
      let missing = try sharespec("diff", "old.yaml", "new.yaml", "--fail-on", "pos < -1", in: folder)
      // The store of the old side has the stages of one of the new side's variants.
      #expect(missing.status == 0)
      let none = try sharespec("diff", "old.yaml", "new.yaml", "--fail-on", "pos < 0", "--store", "none", in: folder)
      #expect(none.status == 2 && none.errors.contains("no variant has scores of 'pos' on both sides"), "\(none)")
    }
  }
}
