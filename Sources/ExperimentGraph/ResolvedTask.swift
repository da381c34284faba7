package import ExperimentSpec
package import Model

/// A task with everything that it refers to.
package struct ResolvedTask: Sendable {
  package let name: String
  package let dataset: DatasetSpec
  package let target: Target
  package let metric: Metric

  /// The tagging scheme of what is predicted; only spans have one.
  package let scheme: SchemeSpec?

  /// How much the task's loss counts where tasks are trained together: 1 unless the specification gives a number.
  package let weight: Double

  /// What is predicted.
  package enum Target: Sendable, Hashable {
    /// The column of the dataset's files with this index, which is called `name`.
    case column(Int, name: String)

    /// The built-in generator's layer of this name.
    case generated(String)

    /// Something that follows from the sentences.
    case derived(DerivedLayer)
  }
}

extension ResolvedTask.Target {
  /// What `target` means in `dataset`; `nil` for a layer that it does not have.
  init?(_ target: TaskTarget, in dataset: DatasetSpec) {
    switch (target, dataset) {
    case (.derived(let layer), _): self = .derived(layer)
    case (.layer(let layer), .synthetic):
      guard SyntheticSpec.layers.contains(layer.value) else { return nil }
      self = .generated(layer.value)
    case (.layer(let layer), .columns(let files)):
      guard layer.value != ColumnFilesSpec.tokenColumn, let index = files.columns.value(named: layer.value) else {
        return nil
      }
      self = .column(index, name: layer.value)
    }
  }
}
