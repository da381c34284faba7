import TensorFiles
package import Store
package import Files
import ExperimentSpec
package import MaskAlgebra
import Model
package import Planning

/// Why a mask cannot be had from a store.
package enum StoredMaskFailure: Error, Hashable, Sendable, CustomStringConvertible {
  case file(FileFailure)

  /// The stage makes no mask.
  case noMask(stage: String)

  /// A mask is not in the store.
  case missing(mask: String, store: String)

  /// The file that holds a mask is not as it was written.
  case damaged(mask: String, path: String)

  /// What is there is no mask of its network.
  case malformed(mask: String, MalformedArtifact)

  package var description: String {
    switch self {
    case .file(let failure): failure.description
    case .noMask(let stage): "the stage '\(stage)' makes no mask"
    case .missing(let mask, let store): "\(mask) is not in the store '\(store)' yet"
    case .damaged(let mask, let path): "\(mask) is damaged: '\(path)' is not as it was written"
    case .malformed(let mask, let failure): "\(mask): \(failure)"
    }
  }
}

extension StoreInspection {
  /// The mask that a stage made.
  package func mask(of record: StageRecord) throws(StoredMaskFailure) -> NamedMask {
    guard let entry = record.entry(of: .mask) else { throw .noMask(stage: record.label) }
    let set = try packedMasks(entry, called: "the mask of '\(record.label)'")
    let shapes = record.parameters.flatMap(NetworkParameters.init(recordedIn:)).map(BaseTensorShapes.init(of:))
    return NamedMask(
      name: record.label, task: nil,
      tensors: set.entries.map { entry in
        let shape = shapes?[entry.name].flatMap { $0.reduce(1, *) == entry.mask.count ? $0 : nil }
        return NamedMask.Tensor(name: entry.name, shape: shape ?? [entry.mask.count], mask: entry.mask)
      })
  }

  /// The masks of a variant's tasks, with the learned masks that they are made of, in the order of the specification.
  ///
  /// Tensors in a tower have its name before theirs, as in weights. With `allTowers` there are also those towers of
  /// which a task uses nothing; masks are then all over the same tensors.
  package func masks(
    of variant: PlannedVariant, in plan: Plan, allTowers: Bool
  ) throws(StoredMaskFailure) -> [NamedMask] {
    var learned: [LearnedMask: PackedMaskSet] = [:]
    for symbol in variant.masks.support {
      let name = "the mask \(symbol.expression) of the variant '\(variant.name)'"
      let producer = variant.producer(of: symbol, in: plan)
      guard let producer, let entry = try record(producer, of: name).entry(of: .mask) else {
        throw .missing(mask: name, store: layout.root)
      }
      learned[symbol] = try packedMasks(entry, called: name)
    }
    guard let network = variant.network(in: plan) else {
      throw .missing(mask: "the variant '\(variant.name)'", store: layout.root)
    }
    let shapes = BaseTensorShapes(of: network)
    var masks: [NamedMask] = []
    for task in variant.tasks {
      do throws(MalformedArtifact) {
        let cells = try variant.masks.evaluated(task.name, learned)
        masks.append(NamedMask(cells, of: task.name, in: variant, shapes, allTowers: allTowers))
      } catch {
        throw .malformed(mask: "the mask of '\(task.name)'", error)
      }
    }
    return masks
  }

  private func record(_ stage: StageID, of mask: String) throws(StoredMaskFailure) -> StageRecord {
    try whole(mask) { () throws(FileFailure) in try recordFile(of: stage) }
  }

  /// What the file that `find` gives holds, which `mask` needs.
  private func whole<Value>(
    _ mask: String, _ find: () throws(FileFailure) -> StoredFile<Value>
  ) throws(StoredMaskFailure) -> Value {
    let file: StoredFile<Value>
    do throws(FileFailure) { file = try find() } catch { throw .file(error) }
    switch file {
    case .whole(let value): return value
    case .absent: throw .missing(mask: mask, store: layout.root)
    case .damaged(let path): throw .damaged(mask: mask, path: path)
    case .unreadable(let failure): throw .file(failure)
    case .newer(let file): throw .file(file.failure)
    }
  }

  private func packedMasks(
    _ entry: StageRecord.ArtifactRecord, called name: String
  ) throws(StoredMaskFailure) -> PackedMaskSet {
    let bytes = try whole(name) { () throws(FileFailure) in try object(entry.sha256, size: entry.size) }
    let file: Safetensors
    do throws(SafetensorsError) { file = try Safetensors(parsing: bytes) } catch {
      throw .malformed(mask: name, MalformedArtifact(artifact: Artifact.mask.rawValue, reason: "\(error)"))
    }
    do throws(MalformedArtifact) { return try PackedMaskSet(reading: file) } catch {
      throw .malformed(mask: name, error)
    }
  }
}

extension PlannedVariant {
  /// The stage that makes this learned mask.
  package func producer(of symbol: LearnedMask, in plan: Plan) -> StageID? {
    let stages = components.map(\.train) + [measure].compactMap(\.self)
    return stages.lazy.compactMap { plan.stages[$0]?.input(.mask(symbol))?.stage }.first
  }

  /// The network that the variant's tasks are trained on.
  package func network(in plan: Plan) -> NetworkParameters? {
    components.lazy.compactMap { plan.stages[$0.train]?.operation.definition.subject?.network }.first
  }
}

extension NamedMask {
  /// The mask that keeps `cells` of the network of `variant`.
  fileprivate init(
    _ cells: PackedMaskSet, of task: String, in variant: PlannedVariant, _ shapes: BaseTensorShapes, allTowers: Bool
  ) {
    let universe = variant.masks.universe
    let live = variant.masks[task]?.liveTowers ?? []
    let tensors = universe.cells.compactMap { cell -> Tensor? in
      let tower = universe.tower(of: cell)
      if let tower, !allTowers, !live.contains(tower) { return nil }
      let base = universe.tensor(of: cell).name
      guard let mask = cells[universe.name(of: cell).text], let shape = shapes[base], shape.reduce(1, *) == mask.count
      else {
        return nil
      }
      return Tensor(name: universe.name(of: cell).text, shape: shape, mask: mask)
    }
    self.init(name: task, task: task, tensors: tensors)
  }
}
