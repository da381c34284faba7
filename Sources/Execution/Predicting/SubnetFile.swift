import Corpora
import ExperimentSpec
import Model
import Networks
import Planning
import TensorFiles
import Text

/// Trained subnets as a file that PyTorch's modules load.
///
/// `docs/weights.md` lists the names. The metadata hold, as JSON under the key `sharespec`, the words, characters and
/// tags that rows stand for.
package struct SubnetFile {
  private let experiment: String
  private let variant: String

  /// The subnets, each with what stands before the names of its tensors.
  private let subnets: [(prefix: String, subnet: TrainedSubnet)]
  private let isMasked: Bool

  /// The file of one subnet, or of several, whose tensors' names then have the task and a dot before them.
  package init(
    _ subnets: [TrainedSubnet], areAlone: Bool, experiment: String, variant: String, isMasked: Bool
  ) {
    self.experiment = experiment
    self.variant = variant
    self.subnets = subnets.map { (areAlone ? "" : "\($0.task).", $0) }
    self.isMasked = isMasked
  }

  /// The bytes of the file. Determinism: equal subnets give equal bytes.
  package var bytes: [UInt8] {
    var file = Safetensors(metadata: ["format": "pt", "sharespec": JSONText.text(of: description)])
    for (prefix, subnet) in subnets {
      let masks = isMasked ? subnet.component.masks : nil
      for (name, tensor) in subnet.parameters.modules(ofTask: subnet.index, masks: masks) {
        file.tensors[prefix + name] = tensor
      }
    }
    return file.serialised()
  }

  private var description: JSONValue {
    let vocabulary = subnets.first?.subnet.vocabulary
    return [
      "format": "sharespec weights 1", "experiment": .string(experiment), "variant": .string(variant),
      "masked": .boolean(isMasked), "lowercase": .boolean(vocabulary?.normalization.lowercase ?? false),
      "words": .array((vocabulary?.words ?? []).map(JSONValue.string)),
      "characters": .array((vocabulary?.characters ?? []).map(JSONValue.string)),
      "tasks": .array(subnets.map { Self.description(of: $0.subnet, $0.prefix) }),
    ]
  }

  private static func description(of subnet: TrainedSubnet, _ prefix: String) -> JSONValue {
    let shape = subnet.component.layout.shape
    let head = shape.heads[subnet.index]
    let characters: JSONValue =
      if let part = shape.characters {
        [
          "dimension": .integer(part.embedding.dimension), "filters": .integer(part.filters),
          "width": .integer(part.width), "activation": .string(part.activation.keyName),
        ]
      } else { .null }
    return [
      "task": .string(subnet.task), "prefix": .string(prefix),
      "tags": .array(subnet.data.tags.predictable.map(JSONValue.string)),
      "scheme": JSONValue(subnet.data.parameters.scheme?.to.keyName), "head": .string(head.kind.keyName),
      "word_dimension": .integer(shape.words.dimension), "characters": characters,
      "encoder": [
        "module": .string(shape.encoder.kind.cell.torchModule),
        "bidirectional": .boolean(shape.encoder.kind.directions.contains(.backward)),
      ],
      "layers": .integer(head.depth),
      "hidden": .integer(shape.encoder.hidden),
      "towers": shape.coupling == .none
        ? .null : ["names": .array(shape.towers.map(JSONValue.string)), "own": .integer(head.tower)],
    ]
  }
}
