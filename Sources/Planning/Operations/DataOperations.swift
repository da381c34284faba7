/// The parameters of a stage that numbers words and characters.
package struct VocabularyOperation: Hashable, Sendable, Canonical {
  /// The corpora whose words are counted, without repetition, in the order of their encodings.
  package let corpora: [CorpusSource]

  package let lowercase: Bool
  package let minimumCount: Int

  /// The file of pretrained vectors.
  package let pretrained: InputFile?

  /// The number of numbers in a vector.
  package let dimension: Int

  package var canonical: CanonicalValue {
    .record([
      "corpora": corpora.canonical, "lowercase": .boolean(lowercase), "minimum_count": .integer(minimumCount),
      "pretrained": .optional(pretrained?.canonical), "dimension": .integer(dimension),
    ])
  }
}

/// The parameters of a stage that draws what training starts from.
package struct InitializeOperation: Hashable, Sendable, TaskOperation {
  package let network: NetworkParameters

  /// The tasks that have a head, by name.
  package let tasks: [TaskParameters]

  package let seed: Int

  package var ownFields: CanonicalValue { .record(["seed": .integer(seed)]) }
}
