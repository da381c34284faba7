/// What a stage does, with everything that determines its result but its inputs: the closed list of operations.
///
/// What there is to know of an operation stands in its definition, the type of the payload.
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

  /// Scores a trained network on a further test set.
  case evaluateOn(EvaluateOnOperation)

  /// Counts which parameters belong to which tasks, where masks are learned.
  case measure(MeasureOperation)

  /// The definitions of all operations.
  package static var definitions: [any StageOperation.Type] {
    [
      VocabularyOperation.self, InitializeOperation.self, TrainOperation.self, SensitivityOperation.self,
      DrawImportanceOperation.self, PruneOperation.self, SelectOperation.self, DrawMaskOperation.self,
      ImportMaskOperation.self, EvaluateOperation.self, EvaluateOnOperation.self, MeasureOperation.self,
    ]
  }

  /// What `visitor` makes of the definition.
  func accept<Visitor: OperationVisitor>(_ visitor: Visitor) -> Visitor.Result {
    switch self {
    case .vocabulary(let operation): visitor.visit(operation)
    case .initialize(let operation): visitor.visit(operation)
    case .train(let operation): visitor.visit(operation)
    case .sensitivity(let operation): visitor.visit(operation)
    case .drawImportance(let operation): visitor.visit(operation)
    case .prune(let operation): visitor.visit(operation)
    case .select(let operation): visitor.visit(operation)
    case .drawMask(let operation): visitor.visit(operation)
    case .importMask(let operation): visitor.visit(operation)
    case .evaluate(let operation): visitor.visit(operation)
    case .evaluateOn(let operation): visitor.visit(operation)
    case .measure(let operation): visitor.visit(operation)
    }
  }
}

/// A function of an operation's definition that needs no box for it.
protocol OperationVisitor {
  associatedtype Result

  func visit(_ operation: some StageOperation) -> Result
}

extension Operation {
  /// The operation with all that follows from its parameters.
  package var definition: any StageOperation { accept(Definition()) }

  private struct Definition: OperationVisitor {
    func visit(_ operation: some StageOperation) -> any StageOperation { operation }
  }

  private var type: any StageOperation.Type { accept(DefinitionType()) }

  private struct DefinitionType: OperationVisitor {
    func visit<Definition: StageOperation>(_ operation: Definition) -> any StageOperation.Type { Definition.self }
  }

  /// The operation's name in plans and keys.
  package var name: String { type.name }

  /// The version of what the operation computes.
  package var version: Int { type.version }

  /// Whether the operation trains a network, epoch by epoch.
  package var isTraining: Bool { type.isTraining }

  /// What stages of the operation can be for.
  var purposes: [StagePurpose.Kind] { type.purposes }

  /// The parameters, as they enter the stage's key.
  package var parameters: CanonicalValue { definition.canonical }

  /// The files outside the store that the operation reads.
  package var corpora: [CorpusSource] { definition.corpora }
  package var inputFiles: [InputFile] { definition.inputFiles }

  /// The artifacts that the operation makes.
  package var artifacts: [Artifact] { definition.artifacts }

  /// The operation of this definition with parameters in their canonical form; what these leave out is in `context`.
  package init(
    _ definition: any StageOperation.Type, reading parameters: CanonicalValue, in context: ReadingContext
  ) throws(ParameterError) {
    self = try Self.read(definition, parameters, in: context)
  }

  private static func read<Definition: StageOperation>(
    _ definition: Definition.Type, _ parameters: CanonicalValue, in context: ReadingContext
  ) throws(ParameterError) -> Operation {
    try Definition(reading: parameters, in: context).operation
  }
}
