import Corpora
import MaskAlgebra
import MaskTools
import Networks
package import Planning
package import Running
package import Store
import TensorFiles

/// Carries out stages: what each operation means.
///
/// A stage's artifacts are a function of the stage alone; the library only saves reading a corpus twice, and events
/// only tell how far things are.
package struct StageInterpreter: StageExecutor {
  /// Where the inputs of stages are read.
  let inputs: any StoreReading

  let library: DatasetLibrary
  let observer: any RunObserver
  let checkpoints: CheckpointStore

  /// How old the last checkpoint of a stage that trains may be.
  let checkpointInterval: Duration

  package init(
    store: ArtifactStore, library: DatasetLibrary, observer: any RunObserver,
    checkpointInterval: Duration = .seconds(60)
  ) {
    self.init(
      reading: store, library: library, observer: observer, checkpoints: CheckpointStore(in: store),
      checkpointInterval: checkpointInterval)
  }

  /// Creates an interpreter that reads the inputs of stages from one store and keeps checkpoints in another.
  fileprivate init(
    reading inputs: any StoreReading, library: DatasetLibrary, observer: any RunObserver, checkpoints: CheckpointStore,
    checkpointInterval: Duration
  ) {
    self.inputs = inputs
    self.library = library
    self.observer = observer
    self.checkpoints = checkpoints
    self.checkpointInterval = checkpointInterval
  }

  package var numerics: String { NumericsClass.current }

  /// The artifacts of `stage`, whose inputs are in the store; how many `threads` work on it changes none of them.
  package func carryOut(
    _ stage: Stage, threads: Int, isStopped: @escaping @Sendable () -> Bool
  ) throws(StageFailure) -> [(Artifact, [UInt8])] {
    switch stage.operation {
    case .vocabulary(let operation): try makeVocabulary(operation)
    case .initialize(let operation): try initialize(operation, stage)
    case .train(let operation): try train(operation, stage, threads: threads, isStopped: isStopped)
    case .sensitivity(let operation):
      try measureSensitivity(operation, stage, threads: threads, isStopped: isStopped)
    case .drawImportance(let operation): try drawImportance(operation)
    case .prune(let operation): try prune(operation, stage)
    case .select(let operation): try select(operation, stage)
    case .drawMask(let operation): try drawMask(operation)
    case .importMask(let operation): try importMask(operation)
    case .evaluate(let operation): try evaluate(operation, stage, isStopped: isStopped)
    case .evaluateOn(let operation): try evaluate(operation, stage, isStopped: isStopped)
    case .measure(let operation): try measure(operation, stage)
    }
  }

  /// The content of the input with this role.
  func read(_ role: InputRole, of stage: Stage) throws(StageFailure) -> [UInt8] {
    guard let input = stage.input(role) else {
      throw .malformed(artifact: role.name, reason: "the plan gives stage \(stage.id.digest.short) no such input")
    }
    do throws(StoreError) { return try inputs.read(input.artifact, of: input.stage) } catch { throw .store(error) }
  }

  /// The tensors that the input with this role holds.
  func readTensors(_ role: InputRole, of stage: Stage) throws(StageFailure) -> Safetensors {
    let bytes = try read(role, of: stage)
    do throws(SafetensorsError) {
      return try Safetensors(parsing: bytes)
    } catch {
      throw .malformed(artifact: stage.input(role)?.artifact.rawValue ?? role.name, reason: "\(error)")
    }
  }

  /// The vocabulary that the stage's words are numbered by, and the stage that made it.
  func readVocabulary(of stage: Stage) throws(StageFailure) -> (vocabulary: Vocabulary, source: StageID) {
    let file = try decodedArtifact(VocabularyFile.self, try read(.vocabulary, of: stage), of: .vocabulary)
    let vocabulary = Vocabulary(
      words: file.words, characters: file.characters, normalization: WordNormalization(lowercase: file.lowercase))
    return (vocabulary, stage.input(.vocabulary)?.stage ?? stage.id)
  }

  /// The mask that the input with this role holds.
  func readMask(_ role: InputRole, of stage: Stage) throws(StageFailure) -> PackedMaskSet {
    let file = try readTensors(role, of: stage)
    do throws(MalformedArtifact) { return try PackedMaskSet(reading: file) } catch { throw StageFailure(error) }
  }

  /// The learned masks that the stage's expressions speak of.
  func readMasks(_ symbols: [LearnedMask], of stage: Stage) throws(StageFailure) -> [LearnedMask: PackedMaskSet] {
    var masks: [LearnedMask: PackedMaskSet] = [:]
    for symbol in symbols {
      masks[symbol] = try readMask(.mask(symbol), of: stage)
    }
    return masks
  }
}

extension StageAudit {
  /// Creates an audit of the store `audited`, whose stages are carried out in this process with checkpoints in
  /// `scratch`.
  package init(
    of audited: StoreInspection, checkpointsIn scratch: ArtifactStore, jobs: Int, observer: any RunObserver,
    stop: StopSwitch = StopSwitch(), costs: [StageID: StageCost] = [:], memory: Double = .infinity
  ) {
    let interpreter = StageInterpreter(
      reading: audited, library: DatasetLibrary(), observer: observer, checkpoints: CheckpointStore(in: scratch),
      checkpointInterval: .seconds(60))
    self.init(
      of: audited, executor: interpreter, jobs: jobs, observer: observer, stop: stop, costs: costs, memory: memory)
  }
}

extension PlanRunner {
  /// Creates a runner that carries stages out in this process, with a checkpoint of training at least every
  /// `checkpointInterval`.
  package init(
    store: ArtifactStore, jobs: Int, observer: any RunObserver, stop: StopSwitch = StopSwitch(),
    timedBy model: CostModel? = nil, checkpointInterval: Duration = .seconds(60), memory: Double = .infinity,
    onFailure failurePolicy: FailurePolicy = .keepGoing
  ) {
    let interpreter = StageInterpreter(
      store: store, library: DatasetLibrary(), observer: observer, checkpointInterval: checkpointInterval)
    self.init(
      store: store, executor: interpreter, jobs: jobs, observer: observer, stop: stop, timedBy: model, memory: memory,
      onFailure: failurePolicy)
  }
}
