@testable import Store
@testable import Evidence
import Execution
import Model
import TestSupport
import Testing

@testable import Reporting

private func variant(_ name: String, _ scores: [Double?], base: [Double?], measured: Bool, union: Int)
  -> ExperimentResults.VariantResults
{
  ExperimentResults.VariantResults(
    name: name, declared: name, runs: [name],
    scores: zip(["pos", "ner"], zip(scores, base)).map { task, values in
      ExperimentResults.TaskScore(
        task: task, metric: task == "ner" ? .spanF1 : .accuracy, split: values.0 == nil ? nil : "test",
        value: values.0, delta: values.0.flatMap { score in values.1.map { score - $0 } })
    },
    sharing: SharingFile(
      tasks: ["ner", "pos"].map { SharingFile.TaskCount(task: $0, parameters: 40, prunableKept: 30, prunable: 60) },
      union: union, intersection: 20_000, total: 90_000),
    overlapRatio: Double(20_000) / Double(union), isMeasured: measured)
}

private let results = ExperimentResults(
  name: "specimen", baseline: "single",
  variants: [
    variant("single", [95.094, 89.355], base: [nil, nil], measured: false, union: 1_601_790),
    variant("sparse", [95.56, 90.345], base: [95.094, 89.355], measured: true, union: 80_499),
    variant("broken", [nil, 88.0], base: [95.094, 89.355], measured: false, union: 500),
  ])

@Test func theTableIsTheGolden() {
  let golden = fixturesFolder(besides: #filePath) + "/table.txt"
  #expect(difference(of: results.text(nil) + "\n", fromGolden: golden) == nil)
}

@Test func theJSONIsTheGolden() {
  let golden = fixturesFolder(besides: #filePath) + "/table.json"
  #expect(difference(of: results.json(ResultRows(sweptPaths: [], rows: [])) + "\n", fromGolden: golden) == nil)
}

@Test(arguments: [
  (0.005, 2, "0.01"), (-0.004, 2, "0.00"), (-0.006, 2, "-0.01"), (12.5, 0, "13"), (99.999, 2, "100.00"), (0, 1, "0.0"),
  (1e300, 4, "1e+300"), (.infinity, 2, "inf"), (-.infinity, 2, "-inf"),
])
func numbersAreRoundedHalfAwayFromZero(value: Double, digits: Int, text: String) {
  #expect(fixed(value, digits) == text)
}
