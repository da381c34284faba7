package import Corpora
package import Files
package import MaskTools
package import Model
import Planning
package import Store

/// Why a stage could not be carried out.
package enum StageFailure: Error, Hashable, Sendable, CustomStringConvertible {
  case store(StoreError)
  case file(FileFailure)
  case corpus(CorpusError)
  case tags(TagError)
  case wordVectors(WordVectorsError)
  case maskFile(MaskFileError)
  case training(TrainingFailure)

  /// The sensitivity of a loss to parameters is not finite, on a batch of sentences at these places.
  case sensitivity(NumericalFailure, sentences: [String])

  /// A file has another content than when the plan was made.
  case changedInput(path: String)

  /// Vectors have another number of components than the specification says.
  case dimension(path: String, found: Int, expected: Int)

  /// An artifact is not of the form that its stage makes.
  case malformed(artifact: String, reason: String)

  /// The run was stopped before the stage was done.
  case interrupted

  package var description: String {
    switch self {
    case .store(let error): error.description
    case .file(let error): error.description
    case .corpus(let error): error.description
    case .tags(let error): error.description
    case .wordVectors(let error): error.description
    case .maskFile(let error): error.description
    case .training(let error): error.description
    case .sensitivity(let error, let sentences):
      "\(error), in the batch of \(sentences.prefix(3).joined(separator: ", "))"
    case .changedInput(let path): "'\(path)' has changed since the plan was made; run again"
    case .dimension(let path, let found, let expected):
      "the vectors in '\(path)' have \(found) components, but 'base.words.dimension' is \(expected)"
    case .malformed(let artifact, let reason): "'\(artifact)' in the store is malformed: \(reason)"
    case .interrupted: "stopped"
    }
  }

  /// The failure of a stage that reads a malformed artifact.
  package init(_ artifact: MalformedArtifact) {
    self = .malformed(artifact: artifact.artifact, reason: artifact.reason)
  }

  /// What can be done about it, if there is more to say than that.
  package var help: String? {
    switch self {
    case .file(let failure), .store(.file(let failure)): failure.help
    case .training(let failure): failure.help
    case .sensitivity: "look for numbers out of proportion in pretrained vectors, and at what the warmup came to"
    case .store(.missing), .corpus, .tags, .wordVectors, .maskFile, .changedInput, .dimension, .malformed,
      .interrupted:
      nil
    }
  }
}
