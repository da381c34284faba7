import Corpora
package import ExperimentGraph
import ExperimentSpec
package import Model
import OrderedCollections
package import Planning

/// A dataset and the tasks whose columns are looked at in it.
package struct DatasetSubject: Hashable, Sendable {
  /// What the specification calls the dataset; `nil` in a plan that was read from a file.
  package let name: String?
  package let corpus: CorpusSource

  /// The tasks that have columns in the dataset, by name.
  package let tasks: [TaskParameters]

  /// Whether words are looked up in lower case.
  package let lowercase: Bool

  /// The names of tasks that further test sets score: their `labels` may be about those.
  package var scoredElsewhere: [String] = []

  /// What tasks of other datasets are scored on.
  package var scored: [ScoredTask] = []

  /// A task that is trained on another dataset.
  package struct ScoredTask: Hashable, Sendable {
    /// The task as it is trained.
    package let task: TaskParameters

    /// Where this dataset has what it predicts.
    package let target: TaskParameters.Target
    package let split: Split
  }

  /// What messages call the dataset.
  package var title: String { name ?? corpus.inputFiles.first?.writtenPath ?? "synthetic" }
}

/// A file of pretrained vectors and the corpora whose words it should cover.
package struct VectorSubject: Hashable, Sendable {
  package let file: InputFile
  package let dimension: Int
  package let lowercase: Bool
  package let corpora: [CorpusSource]
}

/// What of an experiment is looked at before anything is trained: datasets and vectors, each once.
package struct CensusSubjects: Sendable {
  package private(set) var datasets: [DatasetSubject] = []
  package private(set) var vectors: [VectorSubject] = []

  /// The index of the first variant that each dataset, and each file of vectors, belongs to.
  package private(set) var datasetVariants: [Int] = []
  package private(set) var vectorVariants: [Int] = []

  /// The corpora of the datasets.
  package var corpora: [CorpusSource] { datasets.map(\.corpus) }

  /// What the variants of `experiment` use, whose files are `files`.
  package init(of experiment: ResolvedExperiment, _ files: ResolvedFiles) {
    var datasets: OrderedSet<DatasetSubject> = []
    var vectors: OrderedSet<VectorSubject> = []
    for (index, variant) in experiment.variants.enumerated() {
      let words = variant.base.words
      var corpora: [CorpusSource] = []
      for dataset in variant.datasets {
        let tasks = variant.tasks.filter { $0.datasetReference.value == dataset.name }
          .map { TaskParameters($0, files) }
        let subject = DatasetSubject(
          name: dataset.name, corpus: CorpusSource(dataset.value, files).withoutLimit,
          tasks: tasks.map(\.withoutLimit), lowercase: words.lowercase,
          scoredElsewhere: variant.evaluations.flatMap { $0.tasks.map(\.name) },
          scored: variant.scoredTasks(on: dataset.name, files))
        if !tasks.isEmpty { corpora.append(subject.corpus) }
        if datasets.append(subject).inserted { datasetVariants.append(index) }
      }
      guard let pretrained = words.pretrained else { continue }
      let subject = VectorSubject(
        file: files[pretrained.value] ?? InputFile(path: pretrained.value, digest: nil), dimension: words.dimension,
        lowercase: words.lowercase, corpora: corpora)
      if vectors.append(subject).inserted { vectorVariants.append(index) }
    }
    (self.datasets, self.vectors) = (Array(datasets), Array(vectors))
  }

  /// What the stages of `plan` use.
  package init(of plan: Plan) {
    var vectors: OrderedSet<VectorSubject> = []
    var trained: OrderedDictionary<CorpusSource, Set<TaskParameters>> = [:]
    var scored: OrderedDictionary<CorpusSource, [DatasetSubject.ScoredTask]> = [:]
    var lowercased: Set<CorpusSource> = []
    for stage in plan.stages.values {
      switch stage.operation {
      case .vocabulary(let operation):
        let corpora = operation.corpora.map(\.withoutLimit)
        if operation.lowercase { lowercased.formUnion(corpora.map(\.forTraining)) }
        guard let file = operation.pretrained else { continue }
        vectors.append(
          VectorSubject(
            file: file, dimension: operation.dimension, lowercase: operation.lowercase, corpora: corpora))
      case .evaluate(let operation):
        for task in operation.tasks.map(\.withoutLimit) { trained[task.corpus, default: []].insert(task) }
      case .evaluateOn(let operation):
        let set = operation.set
        let targets = Dictionary(uniqueKeysWithValues: set.tasks.map { ($0.name, $0.target) })
        scored[set.corpus.withoutLimit, default: []] += operation.tasks.compactMap { task in
          targets[task.name].map {
            DatasetSubject.ScoredTask(task: task.withoutLimit, target: $0, split: set.split)
          }
        }
      case .initialize, .train, .sensitivity, .drawImportance, .prune, .select, .drawMask, .importMask, .measure:
        continue
      }
    }
    let scoredElsewhere = Set(scored.values.joined().map(\.task.name)).sorted()
    datasets = trained.map { corpus, tasks in
      DatasetSubject(
        name: nil, corpus: corpus,
        tasks: tasks.sorted { $0.canonical.encoded.lexicographicallyPrecedes($1.canonical.encoded) },
        lowercase: lowercased.contains(corpus.forTraining), scoredElsewhere: scoredElsewhere)
    }
    datasets += scored.map { corpus, tasks in
      DatasetSubject(
        name: nil, corpus: corpus, tasks: [],
        lowercase: tasks.contains { lowercased.contains($0.task.corpus.forTraining) }, scored: tasks.eachOnce)
    }
    self.vectors = Array(vectors)
    datasetVariants = datasets.map { _ in 0 }
    vectorVariants = self.vectors.map { _ in 0 }
  }
}

// What is in files does not depend on how many of their sentences are used. So a learning curve looks at them once.

extension CorpusSource {
  fileprivate var withoutLimit: CorpusSource {
    switch self {
    case .files(var files):
      files.limit = nil
      return .files(files)
    case .synthetic: return self
    }
  }
}

extension TaskParameters {
  fileprivate var withoutLimit: TaskParameters {
    var task = self
    task.corpus = corpus.withoutLimit
    return task
  }
}

extension ResolvedVariant {
  /// The tasks of other datasets that further test sets score on the dataset called `name`, each once.
  fileprivate func scoredTasks(on name: String, _ files: ResolvedFiles) -> [DatasetSubject.ScoredTask] {
    let sets = evaluations.filter { $0.datasetName == name }
    if sets.isEmpty { return [] }
    return sets.flatMap { set in
      set.tasks.compactMap { scored in
        tasks.first { $0.name == scored.name && $0.datasetReference.value != name }.map {
          DatasetSubject.ScoredTask(
            task: TaskParameters($0, files).withoutLimit, target: TaskParameters.Target(scored.target), split: set.split
          )
        }
      }
    }.eachOnce
  }
}

extension TaskParameters.Target {
  /// The column, if it is one.
  var column: TaskParameters.LayerColumn? {
    switch self {
    case .column(let column): column
    case .layer, .derived: nil
    }
  }
}

extension [DatasetSubject.ScoredTask] {
  /// The tasks in order, each once.
  fileprivate var eachOnce: Self { Array(OrderedSet(self)) }
}
