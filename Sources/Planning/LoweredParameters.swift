import ExperimentGraph
import ExperimentSpec
import MaskAlgebra
import Model

// How parts of a specification become parameters of stages.

extension TaskParameters {
  /// The task as stages see it, with the files that its dataset's paths lead to.
  init(_ node: VariantGraph.TaskNode, _ files: ResolvedFiles) {
    self.init(
      name: node.name, corpus: CorpusSource(node.dataset, files), target: Target(node.task.target, in: node.dataset),
      metric: node.task.metric, scheme: node.task.scheme)
  }
}

extension TaskParameters.Target {
  init(_ target: TaskTarget, in dataset: DatasetSpec) {
    switch (target, dataset) {
    case (.derived(let layer), _): self = .derived(layer)
    case (.layer(let layer), .synthetic): self = .layer(layer.value)
    case (.layer(let layer), .columns(let files)):
      let index = files.columns.value(named: layer.value)
      self = index.map { .column(TaskParameters.LayerColumn(index: $0, name: layer.value)) } ?? .layer(layer.value)
    }
  }
}

extension CorpusSource {
  init(_ dataset: DatasetSpec, _ files: ResolvedFiles) {
    switch dataset {
    case .columns(let spec):
      self = .files(
        ColumnFiles(
          train: files.file(spec.files.train.value), dev: spec.files.dev.map { files.file($0.value) },
          test: spec.files.test.map { files.file($0.value) },
          tokenColumn: spec.columns.value(named: ColumnFilesSpec.tokenColumn) ?? 0, skip: spec.skip,
          holdOut: spec.holdOut))
    case .synthetic(let spec):
      self = .synthetic(
        SyntheticSentences(
          train: spec.sentences.train, dev: spec.sentences.dev, test: spec.sentences.test, seed: spec.seed))
    }
  }
}

extension NetworkParameters {
  /// The network of `variant`.
  init(_ variant: VariantGraph) {
    let base = variant.experiment.base
    self.init(
      wordDimension: base.words.dimension,
      characters: base.characters.map {
        Characters(
          shape: CharacterShape(dimension: $0.dimension, filters: $0.filters, width: $0.width),
          activation: $0.activation)
      },
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

  /// Training as `experiment` wants it for `purpose`.
  init(
    network: NetworkParameters, tasks: [TaskParameters], masks: MaskConfiguration, _ experiment: Experiment,
    for purpose: Purpose
  ) {
    let (training, pruning) = (experiment.training, experiment.pruning)
    let (epochs, select): (Int, EpochSelection) =
      switch purpose {
      case .warmup(let epochs), .reset(let epochs): (epochs, .last)
      case .round: (pruning.epochs ?? training.epochs, .bestOnDev)
      case .result: (training.epochs, training.select)
      }
    let (optimizer, clip) =
      switch purpose {
      case .round, .reset: (experiment.pruningOptimizer, experiment.pruningClip)
      case .warmup, .result: (training.optimizer, training.clip)
      }
    self.init(
      network: network, tasks: tasks, masks: masks, optimizer: optimizer, clip: clip, batch: training.batch,
      epochs: epochs, sampling: SamplingRule(training.sampling), select: select, seed: experiment.seed,
      weights: TaskWeights(training.weights, of: tasks.map(\.name)))
  }
}

extension TaskWeights {
  /// The weights of tasks that are trained together; one that is trained alone has nothing to be weighed against.
  init(_ spec: TaskWeightsSpec, of tasks: [String]) {
    switch spec {
    case _ where tasks.count < 2, .named(.equal): self = .equal
    case .named(.learned): self = .learned
    case .full(let weights):
      let values = tasks.map { weights.value(named: $0) ?? 1 }
      self = values.allSatisfy { $0 == 1 } ? .equal : .fixed(values)
    }
  }
}
