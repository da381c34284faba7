package import Model
import SpecSyntax

/// What is to be predicted for each token of a dataset, and how predictions are scored.
package struct TaskSpec: Block {
  package static let blockName = "tasks.<name>"
  package static let documentation = "What to predict for each token of a dataset, and how predictions are scored."

  /// The name of the dataset.
  package let dataset: Located<String>

  /// What is predicted: a column of the dataset, or something derived from the sentences.
  package let target: TaskTarget

  package let metric: Metric

  /// The tagging scheme of the column and the one that the network predicts; only spans have one.
  package let scheme: SchemeSpec?

  /// What is made of the labels of the column.
  package let labels: LabelReading

  package init(reading reader: inout BlockReader) {
    dataset = reader.required("dataset", .reference(.dataset), "The dataset whose tokens are tagged.")
    let column = reader.ifWritten("column", FieldType.text.located, "The column of the dataset to predict.")
    let derived = reader.ifWritten(
      "derive", .choice(DerivedLayer.self),
      "Predict something that follows from the sentences themselves, instead of a `column`.")
    metric = reader.required("metric", .choice(Metric.self), "How predictions are scored.")
    scheme = reader.ifWritten(
      "scheme", SchemeSpec.type,
      "The tagging scheme of the column (`bio2`), or that and the one to predict (`{from: bio2, to: bioes}`).")
    let changes = reader.ifWritten(
      "labels", .map(of: Self.replacement, removable: false),
      "What labels are read as, such as `{MISC: none, GPE: LOC}`; for spans, what their types are. `none` drops a label, "
        + "so that a span of the type is no span, and a token with the label has none.")
    let missing = reader.ifWritten(
      "missing", .text,
      "The label, such as `_`, of tokens whose label is missing; they count neither in the loss nor in scores.")
    labels = LabelReading(
      changes: (changes ?? []).map { LabelReading.Change($0.name, to: $0.value) }, missing: missing)
    switch (column, derived) {
    case (let column?, nil): target = .layer(column)
    case (nil, let derived?): target = .derived(derived)
    case (nil, nil):
      target = .derived(.position)
      reader.reject("column", given: ["derive"], "a task needs 'column' (a column of its dataset) or 'derive'")
    case (_?, _?):
      target = .derived(.position)
      reader.reject("derive", given: ["column"], "a task has either 'column' or 'derive', not both")
    }
    if case .derived = target, !labels.isPlain {
      reader.reject(
        changes == nil ? "missing" : "labels", given: ["derive"],
        "what is derived from sentences has no labels to read",
        help: "remove the field")
    }
    switch (metric.descriptor.averaging, scheme) {
    case (.spans, nil):
      let otherSchemes = TagScheme.allCases.filter { $0 != .bio2 }.map(\.spelling).joined(separator: ", ")
      reader.reject(
        "metric", given: ["scheme"], "'\(metric.spelling)' needs the column's tagging scheme",
        help: "add 'scheme: bio2' (or \(otherSchemes)) to the task")
    case (.tokens, .some), (.tags, .some):
      reader.reject(
        "scheme", given: ["metric"], "'\(metric.spelling)' scores tokens, which have no tagging scheme",
        help: "remove 'scheme'")
    case (.spans, .some), (.tokens, nil), (.tags, nil): break
    }
  }
}

extension TaskSpec {
  /// A label, or `nil` for the word that drops one.
  private static let replacement = FieldType.text.map(
    { $0 == Node.none ? nil : $0 }, show: { (label: String?) in label.map(quotedIfNeeded) ?? Node.none })
}

/// What a task predicts.
package enum TaskTarget: Sendable, Hashable {
  /// The column of this name in the dataset.
  case layer(Located<String>)

  /// Something that follows from the sentences.
  case derived(DerivedLayer)

  /// The name of the column of the dataset; `nil` for what is derived.
  package var layer: Located<String>? {
    switch self {
    case .layer(let name): name
    case .derived: nil
    }
  }
}
