package import Model

/// The base network that every task's subnet is a part of.
package struct BaseSpec: Block {
  package static let blockName = "base"
  package static let documentation =
    "The base network: word embeddings and a character CNN, a recurrent encoder, and one head for each task."

  package let words: WordsSpec

  /// The character CNN, if the network has one.
  package let characters: CharactersSpec?

  package let encoder: EncoderSpec
  package let dropout: DropoutRates
  package let head: HeadKind

  package init(reading reader: inout BlockReader) {
    words = reader.block("words", WordsSpec.self, "The word embeddings.")
    characters = reader.ifWritten(
      "characters", .block(CharactersSpec.self), "The character CNN; without this block the network has none.")
    encoder = reader.block("encoder", EncoderSpec.self, "The layers whose parameters masks select.")
    dropout = reader.optional(
      "dropout", DropoutRates.type, default: DropoutRates(all: 0.5),
      "The dropout rate, one for all places (`0.5`) or one for each.")
    head = reader.optional("head", .choice(HeadKind.self), default: .linear, "What turns states into tags.")
  }
}

/// The word embeddings.
package struct WordsSpec: Block {
  package static let blockName = "base.words"
  package static let documentation = "The word embeddings; they are trained, and no mask prunes them."

  package let dimension: Int

  /// The file of pretrained vectors, of GloVe, word2vec or fastText.
  package let pretrained: Located<String>?

  package let lowercase: Bool
  package let minimumCount: Int

  package init(reading reader: inout BlockReader) {
    dimension = reader.optional(
      "dimension", .integer(of: .numbers, in: .wordDimension), default: 100, "Numbers in a word's vector.")
    pretrained = reader.ifWritten(
      "pretrained", FieldType.path.located,
      "Vectors to start from, as GloVe, word2vec (text or binary) and fastText (`.vec`) write them; may be gzipped.")
    lowercase = reader.optional("lowercase", .boolean, default: true, "Whether words are looked up in lower case.")
    minimumCount = reader.optional(
      "minimum_count", .integer(of: .occurrences, in: .minimumCount), default: 2,
      "How often a word without a pretrained vector must occur in training data to have a vector of its own; rarer ones share one."
    )
  }
}

/// The convolution over a word's characters, followed by the maximum over its positions.
package struct CharactersSpec: Block {
  package static let blockName = "base.characters"
  package static let documentation =
    "A convolution over the characters of each word, followed by the maximum over its positions."

  package let dimension: Int
  package let filters: Int
  package let width: Int
  package let activation: Activation

  package init(reading reader: inout BlockReader) {
    dimension = reader.optional(
      "dimension", .integer(of: .numbers, in: .characterDimension), default: 30, "Numbers in a character's vector.")
    filters = reader.optional(
      "filters", .integer(of: .filters, in: .filters), default: 30, "Outputs of the convolution.")
    width = reader.optional(
      "width", .integer(of: .characters, in: .filterWidth), default: 3, "Characters that a filter spans; odd.")
    activation = reader.optional(
      "activation", .choice(Activation.self), default: .relu, "What is applied before the maximum.")
    if width.isMultiple(of: 2) {
      reader.reject("width", "the width of a filter is an odd number, so that it has a middle; here it is \(width)")
    }
  }
}

extension CharactersSpec {
  /// The sizes of the convolution.
  package var shape: CharacterShape { CharacterShape(dimension: dimension, filters: filters, width: width) }
}

/// The recurrent layers.
package struct EncoderSpec: Block {
  package static let blockName = "base.encoder"
  package static let documentation = "The recurrent layers above the embeddings."

  package let kind: EncoderKind
  package let layers: Int
  package let hidden: Int

  package init(reading reader: inout BlockReader) {
    kind = reader.optional("kind", .choice(EncoderKind.self), default: .bilstm, "The kind of layer.")
    layers = reader.optional("layers", .integer(of: .layers, in: .layers), default: 1, "Layers, one above the other.")
    hidden = reader.optional(
      "hidden", .integer(of: .hiddenUnits, in: .hidden), default: 200, "Units of each direction of a layer.")
  }

  /// The encoder that the block describes.
  package var encoder: Encoder { Encoder(kind, layers: layers, hidden: hidden) }
}

extension DropoutRates: Block {
  package static let blockName = "base.dropout"
  package static let documentation = "The probability with which a number is dropped in training, at each place."

  package init(reading reader: inout BlockReader) {
    self.init(
      words: reader.optional("words", .real(as: .probability, in: .belowOne), default: 0.5, "In word vectors."),
      characters: reader.optional(
        "characters", .real(as: .probability, in: .belowOne), default: 0.5, "In character vectors."),
      output: reader.optional(
        "output", .real(as: .probability, in: .belowOne), default: 0.5, "In what a head reads."))
  }

  static let type = FieldType<DropoutRates>.either([
    .scalar(
      FieldType.real(as: .probability, in: .belowOne).map(DropoutRates.init(all:), show: { shortest($0.output) }),
      shows: { $0 == DropoutRates(all: $0.output) }),
    .mapping(
      FieldType.block(DropoutRates.self).showing {
        "{words: \(shortest($0.words)), characters: \(shortest($0.characters)), output: \(shortest($0.output))}"
      }),
  ])
}
