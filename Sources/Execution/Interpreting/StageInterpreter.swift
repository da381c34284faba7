import Corpora
import MaskAlgebra
import Networks
package import Planning

/// Carries out stages: what each operation means.
///
/// A stage's artifacts are a function of the stage alone; the library only saves reading a corpus twice, and events
/// only tell how far things are.
package struct StageInterpreter: Sendable {
  let store: ArtifactStore
  let library: DatasetLibrary
  let observer: any RunObserver
  let checkpoints: CheckpointStore

  /// How old the last checkpoint of a stage that trains may be.
  let checkpointInterval: Duration

  package init(
    store: ArtifactStore, library: DatasetLibrary, observer: any RunObserver,
    checkpointInterval: Duration = .seconds(60)
  ) {
    self.store = store
    self.library = library
    self.observer = observer
    self.checkpointInterval = checkpointInterval
    checkpoints = CheckpointStore(in: store)
  }

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
    case .measure(let operation): try measure(operation, stage)
    }
  }

  /// The content of the input with this role.
  func read(_ role: InputRole, of stage: Stage) throws(StageFailure) -> [UInt8] {
    guard let input = stage.input(role) else {
      throw .malformed(artifact: role.name, reason: "the plan gives stage \(stage.id.digest.short) no such input")
    }
    do throws(StoreError) { return try store.read(input.artifact, of: input.stage) } catch { throw .store(error) }
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
    let file = try decodeJSON(VocabularyFile.self, try read(.vocabulary, of: stage), of: .vocabulary)
    let vocabulary = Vocabulary(
      words: file.words, characters: file.characters, normalization: WordNormalization(lowercase: file.lowercase))
    return (vocabulary, stage.input(.vocabulary)?.stage ?? stage.id)
  }

  /// The learned masks that the stage's expressions speak of.
  func readMasks(_ symbols: [LearnedMask], of stage: Stage) throws(StageFailure) -> [LearnedMask: PackedMaskSet] {
    var masks: [LearnedMask: PackedMaskSet] = [:]
    for symbol in symbols {
      masks[symbol] = try PackedMaskSet(reading: try readTensors(.mask(symbol.expression.description), of: stage))
    }
    return masks
  }
}
