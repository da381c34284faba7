import Files
import Networks
import Planning
import Running
import Store
import TensorFiles
import Text

/// All that training needs to go on as if it had never been stopped.
struct TrainingCheckpoint: Hashable, Sendable {
  let position: TrainingPosition
  let parameters: Parameters

  /// What the optimizer keeps of the parameters.
  let optimizer: OptimizerState

  /// The parameters of the best epoch; `nil` before the first epoch is done.
  let best: Parameters?

  /// The weights of the tasks' losses, where they are learned.
  let weights: LearnedLossWeights?

  /// Whether training of so many tasks, epochs and steps an epoch, by an optimizer that keeps numbers of these names,
  /// can continue from it.
  func fits(tasks: Int, epochs: Int, steps: Int, learnsWeights: Bool, stateNames: [String]) -> Bool {
    position.fits(tasks: tasks, epochs: epochs, steps: steps)
      && weights?.logVariances.count == (learnsWeights ? tasks : nil) && optimizer.names == stateNames
      && Set(weights?.numbers.state.names ?? []).isSubset(of: stateNames)
  }
}

/// What a checkpoint must agree with for training to resume from it.
struct CheckpointOrigin: Hashable, Sendable {
  let stage: StageID
  var release = Release.version
  var numerics = NumericsClass.current
}

/// Why training cannot resume from a checkpoint.
enum CheckpointRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// It is there but can't be read.
  case unreadable(FileFailure)

  /// A newer release wrote it in a format that this one cannot read.
  case newerFormat(NewerFile)

  /// It is not what was written, and has been put aside.
  case damaged(String)

  /// It is not what was written, and cannot be put aside.
  case damagedInPlace(String, FileFailure)

  /// Another release wrote it.
  case otherRelease(String)

  /// It was computed with other instructions or libraries, whose bits are not to be mixed with this machine's.
  case otherNumerics(found: String, here: String)

  var description: String {
    switch self {
    case .unreadable(let failure): failure.description
    case .newerFormat(let file): file.failure.description
    case .damaged(let reason): "the checkpoint is damaged (\(reason)) and was put aside"
    case .damagedInPlace(let reason, let failure):
      "the checkpoint is damaged (\(reason)) and stays where it is: \(failure)"
    case .otherRelease(let release): "the checkpoint is of release \(release), and this is \(Release.version)"
    case .otherNumerics(let found, let here):
      "the checkpoint was computed on \(found), which may round differently from \(here)"
    }
  }
}

// MARK: As a file

extension TrainingCheckpoint {
  /// What the names of tensors begin with that hold parameters, those of the best epoch, and learned weights of losses.
  /// Other tensors hold what the optimizer keeps: `momenta.<tensor>` for each tensor, and `weights.momenta`.
  private enum Prefix {
    static let parameters = "parameters."
    static let best = "best."
    static let weights = "weights."
  }

  /// The tensor of the learned weights of losses, s of each task.
  static let logVariancesName = "\(Prefix.weights)log_variances"

  /// The checkpoint as safetensors, with what it belongs to and the digest of everything else in the metadata.
  func encoded(_ origin: CheckpointOrigin) throws(StageFailure) -> [UInt8] {
    let position = try encodedArtifact(position, for: .history)
    var file = Safetensors(metadata: [
      "format": StoreFormat.checkpoint.name, "stage": "\(origin.stage)", "release": origin.release,
      "numerics": origin.numerics,
      "position": String(decoding: position, as: UTF8.self), "sha256": CheckpointSeal.blank,
    ])
    file.add(parameters, prefix: Prefix.parameters)
    for (name, values) in optimizer.numbers {
      file.add(Parameters(layout: parameters.layout, values: values), prefix: "\(name).")
    }
    if let best, !self.position.isAtBest { file.add(best, prefix: Prefix.best) }
    if let numbers = weights?.numbers {
      file.tensors[Self.logVariancesName] = .init(shape: [numbers.values.count], floats: numbers.values)
      for (name, values) in numbers.state.numbers {
        file.tensors[Prefix.weights + name] = .init(shape: [values.count], floats: values)
      }
    }
    var bytes = file.serialised()
    CheckpointSeal.seal(&bytes)
    return bytes
  }

  /// The checkpoint that `bytes` hold of a network with this layout.
  init(
    _ bytes: [UInt8], of origin: CheckpointOrigin, layout: ParameterLayout
  ) throws(CheckpointRefusal) {
    guard CheckpointSeal.isIntact(bytes) else { throw .damaged("its checksum is another") }
    let file: Safetensors
    do throws(SafetensorsError) { file = try Safetensors(parsing: bytes) } catch { throw .damaged("\(error)") }
    guard file.metadata["stage"] == "\(origin.stage)" else { throw .damaged("it is another stage's") }
    let release = file.metadata["release"] ?? "unknown"
    guard file.metadata["format"] == StoreFormat.checkpoint.name, release == origin.release else {
      throw .otherRelease(release)
    }
    let numerics = file.metadata["numerics"] ?? "unknown"
    guard numerics == origin.numerics else { throw .otherNumerics(found: numerics, here: origin.numerics) }
    guard let text = file.metadata["position"] else { throw .damaged("it does not say how far training is") }
    position = try Self.position(text)
    parameters = try Self.numbers(in: file, Prefix.parameters, layout)
    optimizer = try Self.optimizerState(in: file, layout)
    best =
      if position.best == nil { nil } else if position.isAtBest { parameters } else {
        try Self.numbers(in: file, Prefix.best, layout)
      }
    weights = try Self.weights(in: file)
  }

  private static func position(_ text: String) throws(CheckpointRefusal) -> TrainingPosition {
    do throws(MalformedArtifact) {
      return try decodeJSON(TrainingPosition.self, Array(text.utf8), of: .history)
    } catch {
      throw .damaged("its position is malformed: \(error.reason)")
    }
  }

  private static func weights(in file: Safetensors) throws(CheckpointRefusal) -> LearnedLossWeights? {
    guard let logVariances = file.tensors[logVariancesName] else { return nil }
    guard let values = logVariances.floats else { throw .damaged("its \(logVariancesName) are no numbers") }
    var state = OptimizerState()
    for (name, tensor) in file.tensors where name.hasPrefix(Prefix.weights) && name != logVariancesName {
      guard let kept = tensor.floats, kept.count == values.count else {
        throw .damaged("its \(name) are not one number for each task")
      }
      state.numbers[String(name.dropFirst(Prefix.weights.count))] = kept
    }
    return LearnedLossWeights(TaskNumbers(values, state: state))
  }

  /// What the optimizer kept, under whatever names: all tensors called as one of the layout behind a prefix of its own.
  private static func optimizerState(
    in file: Safetensors, _ layout: ParameterLayout
  ) throws(CheckpointRefusal) -> OptimizerState {
    guard let first = layout.tensors.first?.name else { return OptimizerState() }
    var state = OptimizerState()
    for name in file.names where name.hasSuffix(".\(first)") {
      let prefix = String(name.dropLast(first.count))
      guard prefix != Prefix.parameters, prefix != Prefix.best else { continue }
      state.numbers[String(prefix.dropLast())] = try numbers(in: file, prefix, layout).values
    }
    return state
  }

  private static func numbers(
    in file: Safetensors, _ prefix: String, _ layout: ParameterLayout
  ) throws(CheckpointRefusal) -> Parameters {
    var numbers = Parameters(zerosOf: layout)
    for tensor in layout.tensors {
      guard let found = file.tensors[prefix + tensor.name], found.shape == tensor.shape, let floats = found.floats
      else { throw .damaged("it lacks \(prefix)\(tensor.name)") }
      numbers.values.replaceSubrange(tensor.range, with: floats)
    }
    return numbers
  }
}

extension Safetensors {
  /// Adds all tensors of `numbers`, their names behind `prefix`.
  fileprivate mutating func add(_ numbers: Parameters, prefix: String) {
    for (name, tensor) in numbers.safetensors().tensors { tensors[prefix + name] = tensor }
  }
}

// MARK: In a store

extension CheckpointStore {
  /// The checkpoint of a stage; `nil` if there is none. One that is damaged is put aside.
  func read(
    _ origin: CheckpointOrigin, layout: ParameterLayout
  ) throws(CheckpointRefusal) -> TrainingCheckpoint? {
    let bytes: [UInt8]
    do throws(FileFailure) {
      guard let contents = try read(origin.stage) else { return nil }
      bytes = contents
    } catch {
      throw .unreadable(error)
    }
    if let format = StoreFormat.checkpoint.newerFormat(of: bytes) {
      throw .newerFormat(NewerFile(path: path(of: origin.stage), kind: .checkpoint, format: format))
    }
    do throws(CheckpointRefusal) {
      return try TrainingCheckpoint(bytes, of: origin, layout: layout)
    } catch {
      switch error {
      case .damaged(let reason): throw refusal(of: origin.stage, damaged: reason)
      case .unreadable, .newerFormat, .damagedInPlace, .otherRelease, .otherNumerics: throw error
      }
    }
  }

  /// Puts the checkpoint of `stage` aside, which is damaged as `reason` says; gives what is to be said of it.
  func refusal(of stage: StageID, damaged reason: String) -> CheckpointRefusal {
    do throws(FileFailure) {
      try putAside(stage)
      return .damaged(reason)
    } catch {
      return .damagedInPlace(reason, error)
    }
  }

  /// Puts `checkpoint` in the place of the one before, so that it survives a power cut once this returns.
  func write(_ checkpoint: TrainingCheckpoint, _ origin: CheckpointOrigin) throws(StageFailure) {
    let bytes = try checkpoint.encoded(origin)
    do throws(FileFailure) { try write(bytes, of: origin.stage) } catch { throw .file(error) }
  }
}
