import Model

/// Numbers the words and characters of corpora and takes out their pretrained vectors.
package struct VocabularyOperation: StageOperation {
  package static let name = "vocabulary"
  package static let version = 1
  package static let purposes: [StagePurpose.Kind] = [.vocabulary]

  /// The corpora whose words are counted, without repetition, in the order of their encodings.
  package let corpora: [CorpusSource]

  package let lowercase: Bool
  package let minimumCount: Int

  /// The file of pretrained vectors.
  package let pretrained: InputFile?

  /// The number of numbers in a vector.
  package let dimension: Int
}

extension VocabularyOperation {
  package var operation: Operation { .vocabulary(self) }

  package var ownFields: [CanonicalValue.Field] {
    .fields([
      "corpora": corpora.canonical, "lowercase": .boolean(lowercase), "minimum_count": .integer(minimumCount),
      "pretrained": .optional(pretrained?.canonical), "dimension": .integer(dimension),
    ])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    corpora = try reader.records("corpora")
    lowercase = try reader.boolean("lowercase")
    minimumCount = try reader.integer("minimum_count", in: .minimumCount)
    pretrained = try reader.optionalFile("pretrained")
    dimension = try reader.integer("dimension", in: .wordDimension)
  }

  package var inputFiles: [InputFile] { corpora.flatMap(\.inputFiles) + [pretrained].compactMap(\.self) }

  package static var possibleArtifacts: [Artifact] { [.vocabulary, .wordVectors, .vectorCoverage] }

  /// Without `vectorCoverage`: nothing reads it, and stages that lack it are whole.
  package var artifacts: [Artifact] { pretrained == nil ? [.vocabulary] : [.vocabulary, .wordVectors] }

  package func resources(by model: CostModel) -> StageCost {
    let words = model.wordCount(corpora)
    let vectors = pretrained == nil ? 0 : Double(dimension) * CostModel.parameterSize
    return StageCost(
      operations: words == nil ? nil : 0, memory: words.map { $0 * (vectors + 100) },
      artifacts: words.map { $0 * (vectors + 12) })
  }
}
