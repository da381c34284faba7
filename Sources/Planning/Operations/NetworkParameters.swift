package import ExperimentSpec
import MaskAlgebra
package import Model

/// The network of a stage, but for the sizes that follow from its vocabulary and tag sets.
package struct NetworkParameters: Hashable, Sendable, Canonical {
  package var wordDimension: Int
  package var characters: Characters?
  package var encoder: Encoder
  package var dropout: DropoutRates
  package var head: HeadKind
  package var towers: TowerScope

  /// How towers read each other.
  package var coupling: CouplingSpec?

  /// The character CNN.
  package struct Characters: Hashable, Sendable {
    package var shape: CharacterShape
    package var activation: Activation
  }

  /// The network with one tower and without what masks cannot depend on.
  package var forMasks: NetworkParameters {
    var network = self
    network.dropout = .none
    network.head = .linear
    network.towers = .none
    network.coupling = nil
    return network
  }

  package var canonical: CanonicalValue {
    .record(
      [
        "word_dimension": .integer(wordDimension), "characters": .optional(characters?.canonical),
        "layers": .integer(encoder.layers), "hidden": .integer(encoder.hidden),
        "dropout": .record([
          "words": .real(dropout.words), "characters": .real(dropout.characters), "output": .real(dropout.output),
        ]),
        "head": head.canonicalName, "towers": towers.canonicalName,
        "coupling": .optional(coupling.map { .record(["kind": $0.kind.canonicalName, "own": .real($0.own)]) }),
      ], choices: ["encoder": encoder.kind.canonicalName(unless: .bilstm)])
  }
}

extension NetworkParameters.Characters: Canonical {
  package var canonical: CanonicalValue {
    .record([
      "dimension": .integer(shape.dimension), "filters": .integer(shape.filters), "width": .integer(shape.width),
      "activation": activation.canonicalName,
    ])
  }
}
