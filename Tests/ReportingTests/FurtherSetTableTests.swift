@testable import Store
@testable import Evidence
import Model
import TestSupport
import Testing

@testable import Reporting

/// The results of a variant on its own test split and on two further sets, of which one has the task `pos` alone.
private func variant(
  _ name: String, _ runs: [String], scores: [Double], deviations: [Double?] = [nil, nil, nil, nil],
  deltas: [Double?] = [nil, nil, nil, nil]
) -> ExperimentResults.VariantResults {
  func score(_ place: Int, _ task: String, _ metric: Metric, split: String, set: String?) -> ExperimentResults.TaskScore
  {
    ExperimentResults.TaskScore(
      task: task, metric: metric, split: split, value: scores[place], deviation: deviations[place], count: runs.count,
      delta: deltas[place], set: set)
  }
  return ExperimentResults.VariantResults(
    name: name, declared: String(name.prefix { $0 != "@" }), runs: runs,
    scores: [
      score(0, "pos", .accuracy, split: "test", set: nil), score(2, "ner", .spanF1, split: "test", set: nil),
    ],
    sharing: SharingFile(
      tasks: ["ner", "pos"].map { SharingFile.TaskCount(task: $0, parameters: 40, prunableKept: 30, prunable: 60) },
      union: 50, intersection: 30, total: 90), overlapRatio: 0.6, isMeasured: false,
    further: [
      score(1, "pos", .accuracy, split: "test", set: "wild"), score(3, "ner", .spanF1, split: "dev", set: "held out"),
    ])
}

/// Two seeds of two variants, and their means.
private let results = ExperimentResults(
  name: "further", baseline: "single",
  variants: [
    variant("single@seed=1", ["single@seed=1"], scores: [90, 70, 80, 60]),
    variant("single@seed=2", ["single@seed=2"], scores: [92, 71, 81, 64]),
    variant("hard@seed=1", ["hard@seed=1"], scores: [93, 69, 84, 61], deltas: [3, -1, 4, 1]),
    variant("hard@seed=2", ["hard@seed=2"], scores: [94, 68, 85, 63], deltas: [2, -3, 4, -1]),
  ],
  means: [
    variant(
      "single", ["single@seed=1", "single@seed=2"], scores: [91, 70.5, 80.5, 62], deviations: [1.41, 0.71, 0.71, 2.83]),
    variant(
      "hard", ["hard@seed=1", "hard@seed=2"], scores: [93.5, 68.5, 84.5, 62], deviations: [0.71, 0.71, 0.71, 1.41],
      deltas: [2.5, -2, 4, 0]),
  ])

@Test func furtherSetsAreColumnsBehindTheirTasks() {
  let golden = fixturesFolder(besides: #filePath) + "/further-sets.txt"
  #expect(difference(of: results.text(nil) + "\n", fromGolden: golden) == nil)
}

@Test func furtherSetsAreInTheJSON() {
  let golden = fixturesFolder(besides: #filePath) + "/further-sets.json"
  #expect(difference(of: results.json(ResultRows(sweptPaths: [], rows: [])) + "\n", fromGolden: golden) == nil)
}

@Test func furtherSetsAreComparedWithTheBaselineOnTheSameSet() {
  let runs = results.variants.map { run in
    var run = run
    for index in run.scores.indices { run.scores[index].delta = nil }
    for index in run.further.indices { run.further[index].delta = nil }
    return run
  }
  let seeds = Dictionary(uniqueKeysWithValues: runs.map { ($0.name, Int($0.name.suffix(1)) ?? 0) })
  let compared = BaselineComparison("single", runs: runs, seeds: seeds).compared(results.means)
  #expect(compared[1].further.map(\.delta) == [-2, 0])
  #expect(compared[1].scores.map(\.delta) == [2.5, 4])
  #expect(compared[0].further.allSatisfy { $0.delta == nil })
}
