import Corpora
import ExperimentSpec
import MaskAlgebra
import Model
import Networks
import Planning

extension NetworkShape {
  /// The network of a stage, with the sizes that follow from its vocabulary and its tasks' tags.
  ///
  /// A head reads the tower that its task's mask lives in, its own where towers are coupled, and the deepest layer that
  /// the mask leaves it; without masks, the network has one tower, and heads read its top layer.
  init(_ network: NetworkParameters, vocabulary: Vocabulary, tasks: [TaskData], masks: MaskConfiguration?) {
    let towers = masks?.universe.towers ?? []
    self.init(
      words: Table(count: vocabulary.words.count, dimension: network.wordDimension),
      characters: network.characters.map {
        Characters($0, count: vocabulary.characters.count, isPerTower: network.towers == .all)
      },
      encoder: network.encoder,
      dropout: network.dropout,
      towers: towers,
      coupling: network.coupling.map(Coupling.init) ?? .none,
      heads: tasks.map { task in
        let name = task.parameters.name
        let read = network.coupling == nil ? masks?[name]?.liveTowers.first : name
        return Head(
          task: name, tagCount: task.tags.predictableCount, kind: network.head,
          tower: read.flatMap(towers.firstIndex) ?? 0, depth: masks?[name]?.depth ?? network.encoder.layers)
      })
  }
}

extension NetworkShape.Coupling {
  /// The coupling that a specification describes.
  fileprivate init(_ coupling: CouplingSpec) {
    switch coupling.kind {
    case .crossStitch: self = .crossStitch(own: Float(coupling.own))
    }
  }
}

extension NetworkShape.Characters {
  fileprivate init(_ characters: NetworkParameters.Characters, count: Int, isPerTower: Bool) {
    self.init(
      embedding: NetworkShape.Table(count: count, dimension: characters.shape.dimension),
      filters: characters.shape.filters, width: characters.shape.width,
      activation: characters.activation, isPerTower: isPerTower)
  }
}

extension SubnetMask {
  /// The mask of `task` over the tensors of `layout`, given the learned masks.
  init(
    _ configuration: MaskConfiguration, task: String, layout: ParameterLayout, learned: [LearnedMask: PackedMaskSet]
  ) throws(StageFailure) {
    let universe = configuration.universe
    let masks = try configuration.evaluated(task, learned)
    try self.init(of: layout) { (tensor: Networks.ParameterTensor) throws(StageFailure) -> TensorMask in
      let cell = universe.cells.first { cell in
        universe.tensor(of: cell).slot == tensor.slot && (cell.tower == nil || cell.tower == tensor.tower)
      }
      guard let cell, let mask = masks[universe.name(of: cell).text] else {
        throw .malformed(artifact: Artifact.mask.rawValue, reason: "it lacks tensor \(tensor.name)")
      }
      guard mask.count == tensor.count else {
        throw .malformed(
          artifact: Artifact.mask.rawValue,
          reason: "tensor \(tensor.name) has \(mask.count) bits, but the network \(tensor.count) parameters")
      }
      return .bits(mask.words)
    }
  }
}

// MARK: Packed masks as files

extension PackedMask {
  /// The mask of `count` scalars that `octets` hold, the lowest bit first. Requires: there are as many as it takes.
  init(count: Int, octets: [UInt8]) {
    var words = [UInt64](repeating: 0, count: Self.wordCount(for: count))
    for (index, octet) in octets.enumerated() { words[index / 8] |= UInt64(octet) << UInt64(index % 8 * 8) }
    self.init(count: count, words: words)
  }
}

extension PackedMaskSet {
  /// The key of the metadata that says how masks are stored.
  static let format = (key: "format", value: "packed bits, lowest first")

  /// The masks in `file`: one tensor of bytes each, with the number of bits in the metadata.
  init(reading file: Safetensors) throws(StageFailure) {
    guard file.metadata[Self.format.key] == Self.format.value else {
      throw .malformed(artifact: Artifact.mask.rawValue, reason: "it does not hold packed masks")
    }
    var entries: [(String, PackedMask)] = []
    for name in file.names {
      guard let octets = file.tensors[name]?.octets, let count = file.metadata["bits.\(name)"].flatMap({ Int($0) }),
        count >= 0, octets.count == (count + 7) / 8
      else { throw .malformed(artifact: Artifact.mask.rawValue, reason: "tensor \(name) is not a packed mask") }
      entries.append((name, PackedMask(count: count, octets: octets)))
    }
    self.init(entries)
  }

  /// The masks as a file, one bit for each scalar in row-major order, the lowest bit of a byte first.
  var safetensors: Safetensors {
    var file = Safetensors(metadata: [Self.format.key: Self.format.value])
    for entry in entries {
      let octets = entry.mask.octets
      file.tensors[entry.name] = Safetensors.Tensor(shape: [octets.count], bytes: octets)
      file.metadata["bits.\(entry.name)"] = "\(entry.mask.count)"
    }
    return file
  }
}
