package import ExperimentSpec
package import Model

/// A task as a stage sees it.
package struct TaskParameters: Hashable, Sendable, Canonical {
  /// The task's name, which names its head's tensors.
  package let name: String

  package var corpus: CorpusSource
  package let target: Target
  package let metric: Metric
  package let scheme: SchemeSpec?

  /// What is predicted.
  package enum Target: Hashable, Sendable {
    /// A column of the files.
    case column(LayerColumn)

    /// The generator's layer of this name.
    case layer(String)

    /// Something that follows from the sentences.
    case derived(DerivedLayer)
  }

  /// A column of a corpus: its index, and its name for messages, which is no part of its identity.
  package struct LayerColumn: Hashable, Sendable {
    package let index: Int
    package let name: String

    package static func == (left: Self, right: Self) -> Bool { left.index == right.index }
    package func hash(into hasher: inout Hasher) { hasher.combine(index) }
  }

  package var canonical: CanonicalValue {
    .record([
      "name": .text(name), "corpus": corpus.canonical, "target": target.canonical, "metric": metric.canonicalName,
      "scheme": .optional(
        scheme.map {
          .list(
            [$0.from.canonicalName, $0.to.canonicalName]
              + [$0.repair.canonicalName(unless: .conlleval)].compactMap(\.self))
        }),
    ])
  }

  /// The task without the splits that training and selection never look at.
  package var forTraining: TaskParameters {
    var task = self
    task.corpus = corpus.forTraining
    return task
  }
}

extension TaskParameters.Target: Canonical {
  package var canonical: CanonicalValue {
    switch self {
    case .column(let column): .record(["column": .integer(column.index)])
    case .layer(let name): .record(["layer": .text(name)])
    case .derived(let layer): .record(["derived": layer.canonicalName])
    }
  }
}
