package import ExperimentGraph
package import ExperimentSpec
import MaskAlgebra
import Model

// How parts of a specification become parameters of stages.

extension TaskParameters {
  /// The task as stages see it, with the files that its dataset's paths lead to.
  package init(_ task: ResolvedTask, _ files: ResolvedFiles) {
    self.init(
      name: task.name, corpus: CorpusSource(task.dataset, files), target: Target(task.target), metric: task.metric,
      scheme: task.scheme, labels: task.labels)
  }
}

extension TaskParameters.Target {
  package init(_ target: ResolvedTask.Target) {
    switch target {
    case .column(let place, let name): self = .column(TaskParameters.LayerColumn(at: place, name: name))
    case .generated(let layer): self = .layer(layer)
    case .derived(let layer): self = .derived(layer)
    }
  }
}

extension CorpusSource {
  package init(_ dataset: DatasetSpec, _ files: ResolvedFiles) {
    switch dataset {
    case .columns(let spec): self = .files(CorpusFiles(spec.corpus, files))
    case .conllu(let spec): self = .files(CorpusFiles(spec.corpus, files))
    case .jsonl(let spec): self = .files(CorpusFiles(spec.corpus, files))
    case .synthetic(let spec):
      self = .synthetic(
        SyntheticSentences(
          train: spec.sentences.train, dev: spec.sentences.dev, test: spec.sentences.test, seed: spec.seed))
    }
  }
}

extension CorpusFiles {
  fileprivate init(_ spec: CorpusFilesSpec, _ files: ResolvedFiles) {
    func found(_ paths: [Located<String>]) -> [InputFile] { paths.map { files.file($0.value) } }
    self.init(
      train: found(spec.files.train), dev: found(spec.files.dev), test: found(spec.files.test), format: spec.format,
      holdOut: spec.holdOut, limit: spec.limit)
  }
}

extension EvaluatedSet {
  /// The test set as stages see it, with the files that its dataset's paths lead to.
  init(_ set: ResolvedEvaluation, _ files: ResolvedFiles) {
    self.init(
      set.split, of: CorpusSource(set.dataset, files),
      tasks: set.tasks.sorted { $0.name < $1.name }.map {
        ScoredTask(name: $0.name, target: TaskParameters.Target($0.target))
      })
  }
}

extension NetworkParameters {
  /// The network of `variant`.
  init(_ variant: ResolvedVariant) {
    let base = variant.base
    self.init(
      wordDimension: base.words.dimension,
      characters: base.characters.map { Characters(shape: $0.shape, activation: $0.activation) },
      encoder: base.encoder.encoder, dropout: base.dropout, head: base.head,
      towers: variant.towers, coupling: variant.coupling)
  }

  /// The base network itself.
  var withOneTower: NetworkParameters {
    var network = self
    (network.towers, network.coupling) = (.none, nil)
    return network
  }
}

extension VocabularyOperation {
  /// The vocabulary of all `tasks`, each of whose corpora counts once.
  init(_ words: WordsSpec, _ tasks: [TaskParameters], _ files: ResolvedFiles) {
    // Words of other splits count only where they have pretrained vectors.
    let sources = tasks.map { words.pretrained == nil ? $0.corpus.forTraining : $0.corpus }
    self.init(
      corpora: sources.distinctInOrderOfEncoding, lowercase: words.lowercase,
      minimumCount: words.minimumCount, pretrained: words.pretrained.map { files.file($0.value) },
      dimension: words.dimension)
  }
}

extension [CorpusSource] {
  /// The sources, the first of those with one encoding, in the order of the encodings.
  fileprivate var distinctInOrderOfEncoding: [CorpusSource] {
    // Most experiments have one corpus, which need not be encoded.
    let distinct = indices.filter { !self[..<$0].contains(self[$0]) }.map { self[$0] }
    if distinct.count < 2 { return distinct }
    let corpora = Dictionary(distinct.map { ($0.canonical.encoded, $0) }, uniquingKeysWith: { first, _ in first })
    return corpora.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }
}

extension TrainOperation {
  /// What a network is trained for.
  enum Purpose {
    /// To find weights that pruning and what follows it start from, in so many epochs.
    case warmup(epochs: Int)

    /// To find weights that the rounds of pruning of one task go back to, in so many epochs.
    case reset(epochs: Int)

    /// To find out, under the mask of a round of pruning, what the mask is worth and which weights to drop next.
    case round

    /// For the results of a variant.
    case result
  }

  /// Training as `variant` wants it for `purpose`.
  init(
    network: NetworkParameters, tasks: VariantTasks.Group, masks: MaskConfiguration, _ variant: ResolvedVariant,
    for purpose: Purpose
  ) {
    let (training, pruning) = (variant.training, variant.pruning)
    let (epochs, select): (Int, EpochSelection) =
      switch purpose {
      case .warmup(let epochs), .reset(let epochs): (epochs, .last)
      case .round: (pruning.epochs, .bestOnDev)
      case .result: (training.epochs, training.select)
      }
    let (optimizer, clip) =
      switch purpose {
      case .round, .reset: (pruning.optimizer, pruning.clip)
      case .warmup, .result: (training.optimizer, training.clip)
      }
    self.init(
      network: network, tasks: tasks.forTraining, masks: masks, optimizer: optimizer, clip: clip,
      batch: training.batch, epochs: epochs, sampling: SamplingRule(training.sampling), select: select,
      seed: variant.seed, weights: TaskWeights(training.weighting, tasks.weights))
  }
}

extension TaskWeights {
  /// How tasks that are trained together are weighed, `weights` being what is fixed; one that is trained alone has
  /// nothing to be weighed against.
  init(_ weighting: ResolvedTraining.Weighting, _ weights: [Double]) {
    switch weighting {
    case _ where weights.count < 2: self = .equal
    case .learned: self = .learned
    case .fixed: self = weights.allSatisfy { $0 == 1 } ? .equal : .fixed(weights)
    }
  }
}
