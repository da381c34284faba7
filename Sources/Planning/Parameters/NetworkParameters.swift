package import ExperimentSpec
import MaskAlgebra
package import Model

/// The network of a stage, but for the sizes that follow from its vocabulary and tag sets.
package struct NetworkParameters: Hashable, Sendable {
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

  /// The tensors of one tower of the base network that masks are about, from the characters to the top layer.
  package var slots: [TensorSlot] {
    let inputs = wordDimension + (characters?.shape.filters ?? 0)
    return (characters?.shape.slots ?? []) + encoder.slots(inputs: inputs)
  }

  /// The parameters of the base network, those that pruning may touch marked.
  func universe(excluding exclude: PruningExclusion) -> ParameterUniverse {
    ParameterUniverse(
      characters: characters?.shape, wordDimension: wordDimension, encoder: encoder, towers: .none, tasks: [],
      exclude: exclude)
  }
}

extension NetworkParameters: ReadableRecord {
  package var canonical: CanonicalValue {
    .record(
      [
        "word_dimension": .integer(wordDimension), "characters": .optional(characters?.canonical),
        "layers": .integer(encoder.layers), "hidden": .integer(encoder.hidden),
        "dropout": dropout.canonical, "head": head.canonicalName, "towers": towers.canonicalName,
        "coupling": .optional(coupling?.canonical),
      ], choices: ["encoder": encoder.kind.canonicalName(unless: .bilstm)])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    self.init(
      wordDimension: try reader.integer("word_dimension", in: .wordDimension),
      characters: try reader.optionalRecord("characters"),
      encoder: Encoder(
        try reader.choice("encoder", unlessWritten: .bilstm), layers: try reader.integer("layers", in: .layers),
        hidden: try reader.integer("hidden", in: .hidden)),
      dropout: try reader.record("dropout"), head: try reader.choice("head"), towers: try reader.choice("towers"),
      coupling: try reader.optionalRecord("coupling"))
  }

  /// The network among the parameters of an operation, as records keep them; `nil` where there is none, or one that
  /// only another release can read. The record's identity proves that its parameters are as they were written.
  package init?(recordedIn parameters: CanonicalValue) {
    let context = ReadingContext(files: [:], tasks: [])
    guard case .record(let fields) = parameters, let field = fields.first(where: { $0.name == "network" }),
      let network = try? NetworkParameters(reading: field.value, in: context)
    else { return nil }
    self = network
  }
}

extension NetworkParameters.Characters: ReadableRecord {
  package var canonical: CanonicalValue {
    .record([
      "dimension": .integer(shape.dimension), "filters": .integer(shape.filters), "width": .integer(shape.width),
      "activation": activation.canonicalName,
    ])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    let shape = CharacterShape(
      dimension: try reader.integer("dimension", in: .characterDimension),
      filters: try reader.integer("filters", in: .filters), width: try reader.integer("width", in: .filterWidth))
    guard !shape.width.isMultiple(of: 2) else { throw reader.error("width", "expected an odd number") }
    self.init(shape: shape, activation: try reader.choice("activation"))
  }
}

extension DropoutRates: ReadableRecord {
  package var canonical: CanonicalValue {
    .record(["words": .real(words), "characters": .real(characters), "output": .real(output)])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    self.init(
      words: try reader.real("words", in: .belowOne), characters: try reader.real("characters", in: .belowOne),
      output: try reader.real("output", in: .belowOne))
  }
}

extension CouplingSpec: ReadableRecord {
  package var canonical: CanonicalValue { .record(["kind": kind.canonicalName, "own": .real(own)]) }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    self.init(kind: try reader.choice("kind"), own: try reader.real("own", in: .fraction))
  }
}
