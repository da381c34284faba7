import ExperimentGraph
import ExperimentSpec
import Planning

// How much text there is in the files of a specification, without knowing what it says.

extension [NamedFile] {
  /// What of each corpus is skipped, by the path of its file.
  var skippedLines: [String: [String]] {
    var lines: [String: [String]] = [:]
    for file in self {
      switch file.content {
      case .corpus(let skip): lines[file.path.value] = skip
      case .wordVectors, .mask: break
      }
    }
    return lines
  }
}

extension CorpusSize {
  /// Counts sentences and tokens in columns: lines that are not empty, and groups of them.
  init(counting bytes: [UInt8], skipping skip: [String]) {
    var (sentences, tokens) = (0, 0)
    var isInSentence = false
    let skipped = skip.map { Array($0.utf8) }
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let word = line.prefix { ![0x20, 0x09, 0x0D].contains($0) }
      if word.isEmpty {
        isInSentence = false
      } else if !skipped.contains(where: word.elementsEqual) {
        tokens += 1
        if !isInSentence { sentences += 1 }
        isInSentence = true
      }
    }
    self.init(sentences: sentences, tokens: tokens)
  }
}
