import Corpora
import ExperimentSpec
import MaskAlgebra
import MaskTools
import Model
import Networks
import Planning
import Running
import Store
import TensorFiles

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
    let masks: PackedMaskSet
    do throws(MalformedArtifact) { masks = try configuration.evaluated(task, learned) } catch {
      throw StageFailure(error)
    }
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
