import ArgumentParser
import Planning

/// The paper's first experiment with a sweep over all of its ways of sharing: one specification with many variants.
struct VariantFamily {
  /// The number of variants at least: cells are the same for each way of sharing.
  let count: Int

  let rounds: Int
  let sweep: Sweep
  let sharing: Sharing

  /// Epochs that cells do not differ in.
  private var warmupEpochs = 20
  private var trainingEpochs = 100

  init(count: Int, rounds: Int, sweep: Sweep, sharing: Sharing) {
    self.count = count
    self.rounds = rounds
    self.sweep = sweep
    self.sharing = sharing
  }

  /// The family with one value changed.
  func changing(_ change: DiffBenchmark.Change) -> VariantFamily {
    var family = self
    switch change {
    case .training: family.trainingEpochs += 1
    case .warmup: family.warmupEpochs += 1
    }
    return family
  }

  /// What cells differ in.
  enum Sweep: String, ExpressibleByArgument, CaseIterable {
    /// Learning rate, batch and, five times each, the seed: a search for settings as people make it.
    case settings

    /// One path, of which every cell has a value of its own.
    case seeds, batch, epochs, final, dropout, hidden
    case learningRate = "learning_rate"

    /// The epochs of a round of pruning, where those of training are swept.
    fileprivate var pruningEpochs: String {
      switch self {
      case .epochs: ", epochs: 100"
      case .settings, .seeds, .batch, .final, .dropout, .hidden, .learningRate: ""
      }
    }

    /// How many cells have one value of the path that is swept.
    fileprivate var cellsPerValue: Int {
      switch self {
      case .settings: VariantFamily.batches.count * VariantFamily.seeds.count
      case .seeds, .batch, .epochs, .final, .dropout, .hidden, .learningRate: 1
      }
    }
  }

  /// The ways of sharing that every cell is repeated with.
  enum Sharing: String, ExpressibleByArgument, CaseIterable {
    /// The six of the paper's Table 3.
    case six

    /// Sparse sharing alone.
    case sparse

    /// The variant that others are compared with.
    fileprivate var baseline: String {
      switch self {
      case .six: "single"
      case .sparse: "sparse"
      }
    }
  }

  /// The files that the document names, as if they had been found.
  var files: ResolvedFiles {
    var files = ResolvedFiles()
    for name in ["train.txt", "dev.txt", "test.txt", "vectors.txt"] {
      files[name] = InputFile(path: name, digest: Digest(of: Array(name.utf8)))
    }
    return files
  }

  /// The document.
  var text: String {
    """
    sharespec: 1
    name: family
    preset: paper
    seed: 2019
    datasets:
      conll2003:
        format: columns
        files: {train: train.txt, dev: dev.txt, test: test.txt}
        columns: {token: 0, pos: 1, chunk: 2, ner: 3}
        skip: ["-DOCSTART-"]
    tasks:
      pos: {dataset: conll2003, column: pos, metric: accuracy}
      ner: {dataset: conll2003, column: ner, metric: span_f1, scheme: {from: bio2, to: bioes}}
      chunk: {dataset: conll2003, column: chunk, metric: span_f1, scheme: bio2}
    base:
      words: {pretrained: vectors.txt}
    sharing: sparse
    pruning: {rate: {rounds: \(rounds)}\(sweep.pruningEpochs)}
    warmup: {epochs: \(warmupEpochs)}
    training: {epochs: \(trainingEpochs)}
    variants:
      \(mechanisms.joined(separator: "\n  "))
    baseline: \(sharing.baseline)
    sweep: {\(axes)}
    """
  }

  private var mechanisms: [String] {
    switch sharing {
    case .six:
      [
        "single: {sharing: single}", "subnet: {sharing: {masks: {'*': tower(self) & imp(self)}}}",
        "hard: {sharing: hard}", "soft: {sharing: soft}",
        "hierarchical: {base: {encoder: {layers: 2}}, sharing: {levels: {pos: 1, ner: 2, chunk: 2}}}", "sparse: {}",
      ]
    case .sparse: ["sparse: {}"]
    }
  }

  /// The number of values of the one path that is swept, or of learning rates.
  private var valueCount: Int {
    let each = mechanisms.count * sweep.cellsPerValue
    return (count + each - 1) / each
  }

  fileprivate static let batches = [5, 10, 20, 40]
  fileprivate static let seeds = Array(1...5)

  private var axes: String {
    let numbers = Array(1...valueCount)
    let fractions = numbers.map { Double($0) / Double(numbers.count + 1) }
    return switch sweep {
    case .settings:
      "product: {training.optimizer.learning_rate: \(fractions), training.batch: \(Self.batches)}, seeds: \(Self.seeds)"
    case .seeds: "seeds: \(numbers)"
    case .batch: "product: {training.batch: \(numbers)}"
    case .epochs: "product: {training.epochs: \(numbers)}"
    case .final: "product: {pruning.rate.final: \(fractions)}"
    case .dropout: "product: {base.dropout: \(fractions)}"
    case .hidden: "product: {base.encoder.hidden: \(numbers)}"
    case .learningRate: "product: {training.optimizer.learning_rate: \(fractions)}"
    }
  }
}
