import Diagnostics
import TestSupport
import Testing

@testable import ExperimentGraph

/// A specification with very much of one thing, with what is found in it.
private let costly: [(name: String, text: String, code: String)] = [
  ("unknown keys", text(more: (0..<10_000).map { "key\($0): 1\n" }.joined()), "E0201"),
  ("values out of range", text(more: "sweep: {product: {training.batch: [\(numbers(-9_999...0))]}}\n"), "E0204"),
  ("cells", text(more: "sweep: {product: {training.batch: [\(numbers(1...2_000))]}, seeds: [1, 1]}\n"), "E0216"),
  (
    "unknown references",
    text(
      datasets: (0..<2_000).map { "  data\($0): {format: synthetic}\n" }.joined(),
      tasks: (0..<2_000).map { "  task\($0): {dataset: dat\($0), column: pos, metric: accuracy}\n" }.joined()), "E0206"
  ),
  (
    "masks of unknown tasks",
    text(tasks: (0..<300).map { "  task\($0): {dataset: d, column: pos, metric: accuracy}\n" }.joined())
      .replacing(
        "sharing: hard",
        with: "sharing: {masks: {'*': all, \((0..<3_000).map { "t\($0): all" }.joined(separator: ", "))}}"),
    "E0206"
  ),
  ("towers", text(tasks: tasks(3_000)).replacing("hard", with: "single"), "E0416"),
  ("coupled towers", text(tasks: tasks(1_100)).replacing("hard", with: "soft"), "E0416"),
]

private func tasks(_ count: Int) -> String {
  (0..<count).map { "  task\($0): {dataset: d, column: pos, metric: accuracy}\n" }.joined()
}

private func numbers(_ range: ClosedRange<Int>) -> String { range.map(String.init).joined(separator: ", ") }

private func text(
  datasets: String = "  d: {format: synthetic}\n",
  tasks: String = "  pos: {dataset: d, column: pos, metric: accuracy}\n", more: String = ""
) -> String {
  "sharespec: 1\nname: costly\ndatasets:\n\(datasets)tasks:\n\(tasks)sharing: hard\ntraining: {epochs: 1}\n\(more)"
}

/// The time for much of anything grows about as its amount does.
@Test(arguments: costly.map(\.name))
func muchOfAnythingIsReadOrRefusedSoon(name: String) throws {
  let (_, text, code) = try #require(costly.first { $0.name == name })
  let start = threadTime()
  let log = Compilation(Sources(name: "costly.yaml", files: ["costly.yaml": Array(text.utf8)])).log
  let size = TextRenderer().render(log.sorted.prefix(100).map(\.self)).utf8.count
  let time = threadTime() - start
  // Only a wrong order of growth exceeds it, also where tests run unoptimised.
  #expect(time < .seconds(60))
  #expect(size < 200_000)
  #expect(log.diagnostics.contains { $0.code.id == code })
}
