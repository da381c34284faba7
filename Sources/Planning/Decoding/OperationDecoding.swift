import ExperimentSpec
package import MaskAlgebra
import Model

extension Operation {
  /// The operation called `name` with parameters in their canonical form; what these leave out is in `context`.
  package init(
    _ name: OperationName, reading parameters: CanonicalValue, in context: ReadingContext
  ) throws(ParameterError) {
    switch name {
    case .vocabulary: self = .vocabulary(try ParameterReader.whole(parameters, context.vocabulary))
    case .initialize: self = .initialize(try ParameterReader.whole(parameters, context.initialization))
    case .train: self = .train(try ParameterReader.whole(parameters, context.training))
    case .sensitivity: self = .sensitivity(try ParameterReader.whole(parameters, context.sensitivity))
    case .drawImportance: self = .drawImportance(try ParameterReader.whole(parameters, context.importanceDrawing))
    case .prune: self = .prune(try ParameterReader.whole(parameters, context.pruning))
    case .select: self = .select(try ParameterReader.whole(parameters, context.selection))
    case .drawMask: self = .drawMask(try ParameterReader.whole(parameters, context.drawing))
    case .importMask: self = .importMask(try ParameterReader.whole(parameters, context.importing))
    case .evaluate: self = .evaluate(try ParameterReader.whole(parameters, context.evaluation))
    case .measure: self = .measure(try ParameterReader.whole(parameters, context.measurement))
    }
  }

  /// The parameters that the operation's masks are about, where its own parameters do not tell.
  package var maskUniverse: ParameterUniverse? {
    switch self {
    case .train(let training): training.masks.universe
    case .evaluate(let evaluation): evaluation.masks.universe
    case .vocabulary, .initialize, .sensitivity, .drawImportance, .prune, .select, .drawMask, .importMask, .measure:
      nil
    }
  }
}

extension ReadingContext {
  func vocabulary(_ reader: inout ParameterReader) throws(ParameterError) -> VocabularyOperation {
    VocabularyOperation(
      corpora: try reader.records("corpora", corpus), lowercase: try reader.boolean("lowercase"),
      minimumCount: try reader.integer("minimum_count", in: 0...Self.most),
      pretrained: try optionalFile("pretrained", of: &reader),
      dimension: try reader.integer("dimension", in: 1...Self.most))
  }

  func initialization(_ reader: inout ParameterReader) throws(ParameterError) -> InitializeOperation {
    InitializeOperation(
      network: try reader.record("network", network), tasks: try reader.records("tasks", task),
      seed: try reader.integer("seed", in: 0...Int.max))
  }

  func training(_ reader: inout ParameterReader) throws(ParameterError) -> TrainOperation {
    let network = try reader.record("network", network)
    let tasks = try reader.records("tasks", task)
    return TrainOperation(
      network: network, tasks: tasks, masks: try masks("masks", of: &reader),
      optimizer: try reader.record("optimizer", optimizer), clip: try reader.record("clip", clip),
      batch: try reader.integer("batch", in: 1...Self.most), epochs: try reader.integer("epochs", in: 0...Self.most),
      sampling: try sampling(&reader), select: try reader.choice("select"),
      seed: try reader.integer("seed", in: 0...Int.max),
      weights: try weights(&reader, count: tasks.count))
  }

  private func sampling(_ reader: inout ParameterReader) throws(ParameterError) -> SamplingRule {
    let value = try reader.value("sampling")
    if case .text(let text) = value, let name = SamplingName(rawValue: text) { return SamplingRule(.named(name)) }
    guard case .record = value else { throw reader.error("sampling", "expected a rule for choosing tasks") }
    let power = try ParameterReader.whole(value, at: reader.path(of: "sampling")) {
      reader throws(ParameterError) in try reader.fraction("exponent")
    }
    return SamplingRule(exponent: power)
  }

  private func weights(_ reader: inout ParameterReader, count: Int) throws(ParameterError) -> TaskWeights {
    guard let value = try reader.valueIfWritten("weights") else { return .equal }
    if value == .text(TaskWeights.learnedName) { return .learned }
    var weights: [Double] = []
    if case .list(let elements) = value {
      for case .real(let weight) in elements where weight > 0 && weight.isFinite { weights.append(weight) }
    }
    guard weights.count == count else { throw reader.error("weights", "expected a positive number for each task") }
    return .fixed(weights)
  }

  func evaluation(_ reader: inout ParameterReader) throws(ParameterError) -> EvaluateOperation {
    EvaluateOperation(
      network: try reader.record("network", network), tasks: try reader.records("tasks", task),
      masks: try masks("masks", of: &reader))
  }

  func sensitivity(_ reader: inout ParameterReader) throws(ParameterError) -> SensitivityOperation {
    SensitivityOperation(
      network: try reader.record("network", network), tasks: try reader.records("tasks", task),
      batch: try reader.integer("batch", in: 1...Self.most), batches: try reader.integer("batches", in: 1...Self.most),
      seed: try reader.integer("seed", in: 0...Int.max))
  }

  func importanceDrawing(_ reader: inout ParameterReader) throws(ParameterError) -> DrawImportanceOperation {
    DrawImportanceOperation(
      network: try reader.record("network", network), task: try reader.text("task"),
      seed: try reader.integer("seed", in: 0...Int.max))
  }

  func pruning(_ reader: inout ParameterReader) throws(ParameterError) -> PruneOperation {
    PruneOperation(
      network: try reader.record("network", network), exclude: try reader.choice("exclude"),
      scope: try reader.choice("scope"), amount: try reader.record("amount", amount),
      rounding: try reader.choice("rounding", unlessWritten: .nearest),
      ties: try reader.choice("ties", unlessWritten: .first))
  }

  func selection(_ reader: inout ParameterReader) throws(ParameterError) -> SelectOperation {
    SelectOperation(
      network: try reader.record("network", network), exclude: try reader.choice("exclude"),
      task: try reader.text("task"), rule: try reader.choice("rule"))
  }

  func drawing(_ reader: inout ParameterReader) throws(ParameterError) -> DrawMaskOperation {
    let network = try reader.record("network", network)
    let exclude: PruningExclusion = try reader.choice("exclude")
    let keep = try reader.fraction("keep")
    guard let seed = UInt64(try reader.text("seed")) else { throw reader.error("seed", "expected a whole number") }
    return DrawMaskOperation(network: network, exclude: exclude, keep: keep, seed: seed)
  }

  func importing(_ reader: inout ParameterReader) throws(ParameterError) -> ImportMaskOperation {
    let network = try reader.record("network", network)
    let exclude: PruningExclusion = try reader.choice("exclude")
    let file = try file(try reader.value("file"), at: reader.path(of: "file"))
    let task = try reader.optional("task")
    if let task, case .text(let name) = task {
      return ImportMaskOperation(network: network, exclude: exclude, file: file, task: name)
    }
    guard task == nil else { throw reader.error("task", "expected a text") }
    return ImportMaskOperation(network: network, exclude: exclude, file: file, task: nil)
  }

  func measurement(_ reader: inout ParameterReader) throws(ParameterError) -> MeasureOperation {
    let universe = try reader.record("universe", universe)
    return MeasureOperation(
      masks: try configuration(try reader.text("masks"), over: universe, at: reader.path(of: "masks")))
  }

  private func amount(_ reader: inout ParameterReader) throws(ParameterError) -> PruneOperation.Amount {
    if reader.isWritten("fraction_of_remaining") {
      return .fractionOfRemaining(
        try reader.fraction("fraction_of_remaining"),
        times: try reader.integer("times", in: 1...1_000_000, unlessWritten: 1))
    }
    return .allBut(try reader.fraction("all_but"))
  }

  private func optimizer(_ reader: inout ParameterReader) throws(ParameterError) -> OptimizerSpec {
    OptimizerSpec(
      kind: try reader.choice("kind"), learningRate: try reader.real("learning_rate"),
      momentum: try reader.real("momentum"), decay: try reader.real("decay"),
      momentumScope: try reader.choice("momentum_scope"))
  }

  private func clip(_ reader: inout ParameterReader) throws(ParameterError) -> ClipSpec {
    ClipSpec(bounding: try reader.choice("by"), at: try reader.real("at"))
  }
}
