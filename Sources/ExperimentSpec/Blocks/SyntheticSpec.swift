import Model

/// Sentences of an English-like grammar, made by the built-in generator.
package struct SyntheticSpec: Block {
  package static let blockName = "datasets.<name> (format: synthetic)"
  package static let documentation =
    "Sentences of an English-like grammar with the columns `pos`, `chunk` and `ner`, made by the built-in generator."

  /// The columns that the generator annotates.
  package static let layers = ["pos", "chunk", "ner"]

  /// Those of them whose tags are spans.
  package static let spanLayers = ["chunk", "ner"]

  package let sentences: SplitSizes

  /// The seed of the generator.
  package let seed: Int

  package init(reading reader: inout BlockReader) {
    sentences = reader.block("sentences", SplitSizes.self, "How many sentences each split has.")
    seed = reader.optional(
      "seed", .integer(in: .seed), default: 1, "The seed of the generator; equal seeds give equal sentences.")
  }
}

/// How many sentences each split of a synthetic corpus has.
package struct SplitSizes: Block {
  package static let blockName = "datasets.<name>.sentences"
  package static let documentation = "How many sentences each split has."

  package let train: Int
  package let dev: Int
  package let test: Int

  /// How many sentences `split` has.
  subscript(split: Split) -> Int {
    switch split {
    case .train: train
    case .dev: dev
    case .test: test
    }
  }

  package init(reading reader: inout BlockReader) {
    train = reader.optional(
      "train", .integer(of: .sentences, in: .generatedSentences), default: 1000, "Sentences to train on.")
    dev = reader.optional(
      "dev", .integer(of: .sentences, in: .generatedSentences), default: 300, "Sentences that selection looks at.")
    test = reader.optional(
      "test", .integer(of: .sentences, in: .optionalSentences), default: 300, "Sentences that results are reported on.")
  }
}
