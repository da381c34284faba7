import Corpora
import ExperimentGraph
import ExperimentSpec
import Model
import Planning

// How much text there is in the files of a specification.

extension [NamedFile] {
  /// How each corpus is read, by the path of its file.
  var formats: [String: CorpusFormat] {
    var formats: [String: CorpusFormat] = [:]
    for file in self {
      switch file.content {
      case .corpus(let format): formats[file.path.value] = format
      case .wordVectors, .mask: break
      }
    }
    return formats
  }
}

extension CorpusSize {
  /// Counts the sentences and tokens of a file of this format that can be read; `nil` where none can.
  init?(counting bytes: [UInt8], in format: CorpusFormat) {
    guard let text = try? DataText(bytes, name: "") else { return nil }
    let corpus = CorpusReader(format).survey([text]).corpus
    self.init(sentences: corpus.sentenceCount, tokens: corpus.tokenCount)
  }
}
