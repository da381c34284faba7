package import ExperimentSpec
package import Model

/// A file that an experiment names.
package struct NamedFile: Sendable {
  /// The path as it is written.
  package let path: Located<String>

  package let content: Content

  /// What the file holds.
  package enum Content: Sendable {
    /// Sentences in this format.
    case corpus(CorpusFormat)
    case wordVectors
    case mask
  }
}

extension ResolvedExperiment {
  /// The files that the variants name, in order; one that several name is there several times.
  package var files: [NamedFile] { variants.flatMap(\.files) }
}

extension ResolvedVariant {
  /// The files that the variant names, those of datasets included that no task uses.
  package var files: [NamedFile] {
    datasets.flatMap(\.value.files)
      + [base.words.pretrained].compactMap { $0.map { NamedFile(path: $0, content: .wordVectors) } }
      + maskFiles.map { NamedFile(path: $0, content: .mask) }
  }
}

extension DatasetSpec {
  fileprivate var files: [NamedFile] {
    guard let corpus else { return [] }
    return corpus.files.all.map { NamedFile(path: $0, content: .corpus(corpus.format)) }
  }
}
