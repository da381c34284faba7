import ExperimentSpec
import Files
import MaskAlgebra
import MaskTools
import Model
import Networks
import Planning
import Randomness
import Running
import Store
import TensorFiles

extension StageInterpreter {
  /// Drops the smallest weights of a trained network from the mask that it was trained with, or, of a network that was
  /// not trained, those that matter least.
  func prune(_ operation: PruneOperation, _ stage: Stage) throws(StageFailure) -> [(Artifact, [UInt8])] {
    let layout = ParameterLayout(NetworkShape(baseOf: operation.network))
    let parameters = try readMaskableParameters(layout, of: stage)
    let role = stage.inputs.map(\.role).first { if case .candidate = $0 { true } else { false } }
    let previous: PackedMaskSet? =
      if let role { try readMask(role, of: stage) } else { nil }
    let mask = SubnetMask(of: layout) { tensor in previous?[tensor.name].map { .bits($0.words) } ?? .all }
    let pruning = MagnitudePruning(operation)
    let amount: MagnitudePruning.Amount =
      switch operation.amount {
      case .fractionOfRemaining(let fraction, let times): .dropping(rate: fraction, times: times)
      case .allBut(let fraction): .keeping(fraction: fraction)
      }
    let pruned = pruning.pruned(mask, by: parameters, amount)
    return [(.mask, PackedMaskSet(pruned, where: pruning.prunes).safetensors.serialised())]
  }

  /// What the stage prunes by: the tensors of `layout` that masks range over.
  private func readMaskableParameters(
    _ layout: ParameterLayout, of stage: Stage
  ) throws(StageFailure) -> Parameters {
    let file = try readTensors(.weights, of: stage)
    do throws(ParameterFileError) {
      return try Parameters(maskableOf: layout, from: file)
    } catch {
      let artifact = stage.input(.weights)?.artifact ?? .weights
      throw .malformed(artifact: artifact.rawValue, reason: "\(error)")
    }
  }

  /// Draws a mask at random.
  func drawMask(_ operation: DrawMaskOperation) throws(StageFailure) -> [(Artifact, [UInt8])] {
    let layout = ParameterLayout(NetworkShape(baseOf: operation.network))
    let pruning = MagnitudePruning(scope: .global, exclude: operation.exclude)
    let mask = pruning.randomlyPruned(
      .everything(of: layout), stream: RandomStream(seed: operation.seed).derived("mask"),
      .keeping(fraction: operation.keep))
    return [(.mask, PackedMaskSet(mask, where: pruning.prunes).safetensors.serialised())]
  }

  /// Reads a mask from a file.
  func importMask(_ operation: ImportMaskOperation) throws(StageFailure) -> [(Artifact, [UInt8])] {
    let layout = ParameterLayout(NetworkShape(baseOf: operation.network))
    let pruning = MagnitudePruning(exclude: operation.exclude)
    let bytes = try library.contents(of: operation.file, upTo: .maskFile)
    do throws(MaskFileError.Reason) {
      let file = try MaskFile(parsing: bytes, task: operation.task)
      let masks = try PackedMaskSet(file, of: layout, mayLack: { !pruning.prunes($0) })
      return [(.mask, masks.safetensors.serialised())]
    } catch {
      throw .maskFile(MaskFileError(path: operation.file.path, reason: error))
    }
  }

  /// Picks the mask whose network scored best on the development split; of equals, the sparsest.
  func select(_ operation: SelectOperation, _ stage: Stage) throws(StageFailure) -> [(Artifact, [UInt8])] {
    let layout = ParameterLayout(NetworkShape(baseOf: operation.network))
    let pruning = MagnitudePruning(exclude: operation.exclude)
    var masks: [Int: PackedMaskSet] = [0: PackedMaskSet(.everything(of: layout), where: pruning.prunes)]
    var candidates: [(candidate: ChoiceFile.Candidate, metric: Metric)] = []
    for input in stage.inputs {
      switch input.role {
      case .candidate(let round): masks[round] = try readMask(input.role, of: stage)
      case .history, .vocabulary, .start, .weights, .wordVectors, .mask: break
      }
    }
    for input in stage.inputs {
      guard case .history(let round) = input.role, let mask = masks[round] else { continue }
      let history = try decodedArtifact(HistoryFile.self, try read(input.role, of: stage), of: .history)
      guard let metric = history.metrics[operation.task], let score = history.selectedScore(of: operation.task) else {
        throw .malformed(
          artifact: Artifact.history.rawValue, reason: "it has no score of the task '\(operation.task)'")
      }
      let candidate = ChoiceFile.Candidate(round: round, dev: score, kept: mask.keptCount, of: mask.count)
      candidates.append((candidate, metric))
    }
    let best = candidates.max { left, right in
      (left.metric.descriptor.merit(left.candidate.dev), -left.candidate.kept)
        < (right.metric.descriptor.merit(right.candidate.dev), -right.candidate.kept)
    }
    guard let best, let mask = masks[best.candidate.round] else {
      throw .malformed(artifact: Artifact.history.rawValue, reason: "there is no mask to select")
    }
    let choice = ChoiceFile(
      task: operation.task, metric: best.metric, round: best.candidate.round, candidates: candidates.map(\.candidate))
    return [(.mask, mask.safetensors.serialised()), (.choice, try encodedArtifact(choice, for: .choice))]
  }
}

extension MagnitudePruning {
  /// The pruning that a stage names.
  fileprivate init(_ operation: PruneOperation) {
    self.init(
      scope: operation.scope, exclude: operation.exclude, rounding: operation.rounding, ties: operation.ties)
  }
}

extension PackedMaskSet {
  /// What `mask` keeps of the tensors that satisfy `isIncluded`.
  fileprivate init(_ mask: SubnetMask, where isIncluded: (Networks.ParameterTensor) -> Bool) {
    let included = zip(mask.layout.tensors, mask.tensors).filter { isIncluded($0.0) }
    self.init(
      included.map { tensor, mask in
        switch mask {
        case .all: (tensor.name, PackedMask(count: tensor.count, filledWith: true))
        case .none: (tensor.name, PackedMask(count: tensor.count))
        case .bits(let words): (tensor.name, PackedMask(count: tensor.count, words: words))
        }
      })
  }
}

extension PackedMaskSet {
  /// What `file` keeps of each tensor of `layout` that masks are about, everything of those that it `mayLack` and
  /// lacks.
  init(
    _ file: MaskFile, of layout: ParameterLayout, mayLack: (Networks.ParameterTensor) -> Bool
  ) throws(MaskFileError.Reason) {
    self.init()
    for tensor in layout.tensors where tensor.isMaskable {
      if let mask = try file.mask(of: tensor.name, tensor.shape) {
        self[tensor.name] = mask
      } else if mayLack(tensor) {
        self[tensor.name] = PackedMask(count: tensor.count, filledWith: true)
      } else {
        throw file.reasonForMissing(tensor.name, tensor.shape)
      }
    }
  }
}

extension NetworkShape {
  /// The base network of `network` without heads, for masks; its embeddings, which no mask depends on, have one row.
  init(baseOf network: NetworkParameters) {
    self.init(
      words: Table(count: 1, dimension: network.wordDimension),
      characters: network.characters.map {
        Characters(
          embedding: Table(count: 1, dimension: $0.shape.dimension), filters: $0.shape.filters, width: $0.shape.width)
      },
      encoder: network.encoder, heads: [])
  }
}
