/// What a stage does, with everything that determines its result but its inputs.
package indirect enum Operation: Hashable, Sendable {
  /// Numbers the words and characters of corpora and takes out their pretrained vectors.
  case vocabulary(VocabularyOperation)

  /// Draws the parameters that training starts from: the paper's θ⁽⁰⁾.
  case initialize(InitializeOperation)

  /// Trains the tasks of one component together, each within its mask.
  case train(TrainOperation)

  /// Measures how much a task's loss depends on each parameter.
  case sensitivity(SensitivityOperation)

  /// Draws the importance of each parameter at random, as a control.
  case drawImportance(DrawImportanceOperation)

  /// Drops the weights that are smallest, or matter least, from a mask.
  case prune(PruneOperation)

  /// Picks among the masks that pruning went through.
  case select(SelectOperation)

  /// Draws a mask at random, as a control.
  case drawMask(DrawMaskOperation)

  /// Reads a mask from a file.
  case importMask(ImportMaskOperation)

  /// Scores a trained network on the sentences that results are reported on.
  case evaluate(EvaluateOperation)

  /// Counts which parameters belong to which tasks, where masks are learned.
  case measure(MeasureOperation)

  /// Which operation it is, whatever its parameters.
  private var kind: OperationName {
    switch self {
    case .vocabulary: .vocabulary
    case .initialize: .initialize
    case .train: .train
    case .sensitivity: .sensitivity
    case .drawImportance: .drawImportance
    case .prune: .prune
    case .select: .select
    case .drawMask: .drawMask
    case .importMask: .importMask
    case .evaluate: .evaluate
    case .measure: .measure
    }
  }

  /// The operation's name in plans and keys.
  package var name: String { kind.rawValue }

  /// The version of what the operation computes.
  package var version: Int { kind.version }

  /// The parameters, as they enter the stage's key.
  package var parameters: CanonicalValue {
    switch self {
    case .vocabulary(let operation): operation.canonical
    case .initialize(let operation): operation.canonical
    case .train(let operation): operation.canonical
    case .sensitivity(let operation): operation.canonical
    case .drawImportance(let operation): operation.canonical
    case .prune(let operation): operation.canonical
    case .select(let operation): operation.canonical
    case .drawMask(let operation): operation.canonical
    case .importMask(let operation): operation.canonical
    case .evaluate(let operation): operation.canonical
    case .measure(let operation): operation.canonical
    }
  }

  /// The files outside the store that the operation reads.
  package var inputFiles: [InputFile] {
    switch self {
    case .vocabulary(let operation):
      operation.corpora.flatMap(\.inputFiles) + [operation.pretrained].compactMap(\.self)
    case .initialize(let operation): operation.tasks.flatMap(\.corpus.inputFiles)
    case .train(let operation): operation.tasks.flatMap(\.corpus.inputFiles)
    case .evaluate(let operation): operation.tasks.flatMap(\.corpus.inputFiles)
    case .sensitivity(let operation): operation.tasks.flatMap(\.corpus.inputFiles)
    case .importMask(let operation): [operation.file]
    case .drawImportance, .prune, .select, .drawMask, .measure: []
    }
  }
}

/// The name of an operation in plans and keys.
package enum OperationName: String, Sendable, CaseIterable {
  case vocabulary, initialize, train, sensitivity, prune, select, evaluate, measure
  case drawImportance = "draw_importance"
  case drawMask = "draw_mask"
  case importMask = "import_mask"

  /// The version of what the operation computes; it grows when equal parameters and inputs come to give other results.
  package var version: Int {
    switch self {
    case .vocabulary, .initialize, .train, .sensitivity, .drawImportance, .prune, .select, .drawMask, .importMask,
      .evaluate, .measure:
      1
    }
  }
}
