package import ExperimentSpec
package import Model

/// A task with everything that it refers to.
package struct ResolvedTask: Sendable {
  package let name: String
  package let dataset: DatasetSpec

  /// The name of the dataset, where the task names it.
  package let datasetReference: Located<String>

  package let target: Target

  /// The name of the column, where the task names it; `nil` for what is derived.
  package let layer: Located<String>?

  package let metric: Metric

  /// The tagging scheme of what is predicted; only spans have one.
  package let scheme: SchemeSpec?

  /// What is made of the labels of the column.
  package let labels: LabelReading

  /// How much the task's loss counts where tasks are trained together: 1 unless the specification gives a number.
  package let weight: Double

  /// What is predicted.
  package enum Target: Sendable, Hashable {
    /// The column of the dataset's files at this place, which the dataset calls `name`.
    case column(LayerPlace, name: String)

    /// The built-in generator's column of this name.
    case generated(String)

    /// Something that follows from the sentences.
    case derived(DerivedLayer)
  }
}

extension ResolvedTask.Target {
  /// What `target` means in `dataset`; `nil` for a column that it does not have.
  init?(_ target: TaskTarget, in dataset: DatasetSpec) {
    switch (target, dataset) {
    case (.derived(let layer), _): self = .derived(layer)
    case (.layer(let layer), .synthetic):
      guard SyntheticSpec.layers.contains(layer.value) else { return nil }
      self = .generated(layer.value)
    case (.layer(let layer), .columns), (.layer(let layer), .conllu), (.layer(let layer), .jsonl):
      guard let place = dataset.place(ofLayer: layer.value) else { return nil }
      self = .column(place, name: layer.value)
    }
  }
}

extension ResolvedTask.Target {
  /// Whether `metric` scores spans, of which the generator's column has none.
  func lacksSpans(for metric: Metric) -> Bool {
    switch (self, metric.descriptor.averaging) {
    case (.generated(let layer), .spans): !SyntheticSpec.spanLayers.contains(layer)
    case (.generated, .tokens), (.generated, .tags), (.column, _), (.derived, _): false
    }
  }
}
