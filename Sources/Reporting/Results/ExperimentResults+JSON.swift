import Diagnostics
package import Evidence
import Store
import Text
import Model

extension ExperimentResults {
  /// The results as JSON: for each variant the tasks with their scores in percent, and the counts of parameters; and
  /// `rows`, as `sharespec results` has them.
  package func json(_ rows: ResultRows) -> String {
    JSONText.text(
      of: [
        "format": "sharespec results 1", "name": .string(name), "baseline": JSONValue(baseline),
        "variants": .array(variants.map(\.json)),
        "means": .array(means.filter { $0.runs.count > 1 }.map(\.json)), "rows": .array(rows.objects),
      ], .pretty)
  }
}

extension ExperimentResults.VariantResults {
  fileprivate var json: JSONValue {
    .object(
      [
        .init("name", .string(name)), .init("runs", .array(runs.map(JSONValue.string))),
        .init("tasks", .array(scores.map { json(of: $0) })),
      ] + (further.isEmpty ? [] : [.init("further_sets", .array(further.map { json(ofFurther: $0) }))]) + [
        .init("parameters", JSONValue(sharing?.union)), .init("parameters_of_all_towers", JSONValue(sharing?.total)),
        .init("parameters_of_every_task", JSONValue(sharing?.intersection)), .init("measured", .boolean(isMeasured)),
        .init("overlap_ratio", overlapRatio.map { .real($0) } ?? .null),
      ])
  }

  /// The score on a further test set.
  private func json(ofFurther score: ExperimentResults.TaskScore) -> JSONValue {
    [
      "set": JSONValue(score.set), "task": .string(score.task), "metric": .string(score.metric.keyName),
      "split": JSONValue(score.split), "score": score.value.map { .real($0) } ?? .null,
      "deviation": score.deviation.map { .real($0) } ?? .null, "delta": score.delta.map { .real($0) } ?? .null,
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
