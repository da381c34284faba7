package import Model

/// A further test set: a split of a dataset that trained networks are scored on besides their tasks' own test splits.
package struct EvaluationSpec: Block {
  package static let blockName = "evaluate.<name>"
  package static let documentation =
    "A further test set. After training, every variant is also scored on it; nothing else of the experiment depends on it."

  /// The name of the dataset, which need not belong to a task.
  package let dataset: Located<String>

  package let split: Split

  /// The tasks that are scored; `nil` for all whose column the dataset has.
  package let tasks: [Located<String>]?

  package init(reading reader: inout BlockReader) {
    dataset = reader.required(
      "dataset", .reference(.dataset), "The dataset to score networks on; it need not belong to a task.")
    split = reader.optional(
      "split", .choice(Split.self), default: .test, "The split of the dataset to score networks on.")
    tasks = reader.ifWritten(
      "tasks", .list(of: .reference(.task)),
      "The tasks to score; if not written, all whose column the dataset has under the same name.")
  }
}
