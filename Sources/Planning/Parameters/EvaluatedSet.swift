package import Model

/// A further test set as a stage sees it: sentences, and where they have what tasks predict.
package struct EvaluatedSet: Hashable, Sendable {
  /// The sentences, without splits that those of `split` do not depend on.
  package let corpus: CorpusSource

  package let split: Split

  /// The tasks that are scored, at least one, by name.
  package let tasks: [ScoredTask]

  /// A task, and what of the sentences its predictions are compared with.
  package struct ScoredTask: Hashable, Sendable {
    package let name: String
    package let target: TaskParameters.Target

    package init(name: String, target: TaskParameters.Target) {
      self.name = name
      self.target = target
    }
  }

  /// The set of the sentences that `split` of `corpus` consists of.
  package init(_ split: Split, of corpus: CorpusSource, tasks: [ScoredTask]) {
    self.corpus = corpus.only(split)
    self.split = split
    self.tasks = tasks
  }

  /// The set for those of its tasks that are called `names`; `nil` if it has none of them.
  func only(_ names: [String]) -> EvaluatedSet? {
    let scored = tasks.filter { names.contains($0.name) }
    return scored.isEmpty ? nil : EvaluatedSet(split, of: corpus, tasks: scored)
  }
}

extension CorpusSource {
  /// The source without the splits that `split` does not depend on.
  fileprivate func only(_ split: Split) -> CorpusSource {
    switch self {
    case .files(var files):
      switch split {
      case .test: (files.train, files.dev) = ([], [])
      case .dev: files.test = []
      case .train: files.test = []
      }
      if split == .dev, !files.dev.isEmpty { files.train = [] }
      if files.train.isEmpty { files.holdOut = HoldOut(.fraction(0)) }
      if split != .train { files.limit = nil }
      return .files(files)
    case .synthetic(var sentences):
      switch split {
      case .test: break
      case .dev, .train: sentences.test = 0
      }
      return .synthetic(sentences)
    }
  }
}

extension EvaluatedSet: ReadableRecord {
  package var canonical: CanonicalValue {
    .record(["split": split.canonicalName, "corpus": corpus.canonical, "tasks": tasks.canonical])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    corpus = try reader.record("corpus")
    split = try reader.choice("split")
    if !corpus.has(split) { throw reader.error("corpus", "expected sentences of the split") }
    tasks = try reader.records("tasks")
    if tasks.isEmpty { throw reader.error("tasks", "expected at least one task") }
    try reader.checkNames(tasks.map(\.name), of: "tasks")
  }
}

extension EvaluatedSet.ScoredTask: ReadableRecord {
  package var canonical: CanonicalValue { .record(["name": .text(name), "target": target.canonical]) }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    self.init(name: try reader.text("name"), target: try reader.record("target"))
  }
}
