import Diagnostics
import Store
import Text
import Model

extension ExperimentResults {
  /// The results as JSON: for each variant the tasks with their scores in percent, and the counts of parameters.
  package var json: String {
    JSONText.text(
      of: [
        "format": "sharespec results 1", "name": .string(name), "baseline": JSONValue(baseline),
        "variants": .array(variants.map(\.json)),
        "means": .array(means.filter { $0.runs.count > 1 }.map(\.json)),
      ], .pretty)
  }
}

extension ExperimentResults.VariantResults {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "runs": .array(runs.map(JSONValue.string)), "tasks": .array(scores.map { json(of: $0) }),
      "parameters": JSONValue(sharing?.union), "parameters_of_all_towers": JSONValue(sharing?.total),
      "parameters_of_every_task": JSONValue(sharing?.intersection), "measured": .boolean(isMeasured),
      "overlap_ratio": overlapRatio.map { .real($0) } ?? .null,
    ]
  }

  private func json(of score: ExperimentResults.TaskScore) -> JSONValue {
    let count = sharing?.tasks.first { $0.task == score.task }
    return [
      "task": .string(score.task), "metric": .string(score.metric.keyName), "split": JSONValue(score.split),
      "score": score.value.map { .real($0) } ?? .null,
      "deviation": score.deviation.map { .real($0) } ?? .null, "delta": score.delta.map { .real($0) } ?? .null,
      "parameters": JSONValue(count?.parameters), "sparsity": count.map { .real($0.sparsity) } ?? .null,
    ]
  }
}
