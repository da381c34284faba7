/// Where the sentences of a corpus come from.
package struct CorpusOrigin: Hashable, Sendable {
  /// A file and the number, from 0, of its first sentence.
  struct File: Hashable {
    let name: String
    let firstSentence: Int
  }

  /// The files, in the order of their sentences.
  var files: [File] = []

  /// The line, from 1, of each token in its file; empty for a corpus that comes from no file.
  var tokenLines: [Int32] = []

  /// The numbers of the sentences that begin a document.
  var documentStarts: [Int] = []

  /// What reading has passed over or found odd.
  package var tally = ReadingTally()

  /// The file and the line of a token, which belongs to the sentence numbered `sentence`; `nil` if it is in no file.
  package func location(ofToken token: Int, sentence: Int) -> (file: String, line: Int)? {
    guard !tokenLines.isEmpty, let file = files.last(where: { $0.firstSentence <= sentence }) else { return nil }
    return (file.name, Int(tokenLines[token]))
  }

  /// The place of a token as messages name it: `file:line`.
  func place(ofToken token: Int, sentence: Int) -> String? {
    location(ofToken: token, sentence: sentence).map { "\($0.file):\($0.line)" }
  }

  /// The origin of some sentences, whose tokens are numbered `tokens`. Requires: the numbers rise.
  func subset(sentences: some Collection<Int>, tokens: [Int]) -> CorpusOrigin {
    var part = CorpusOrigin()
    part.tally = tally
    if tokenLines.isEmpty { return part }
    part.tokenLines = tokens.map { tokenLines[$0] }
    part.files = files.enumerated().compactMap { index, file in
      let end = index + 1 < files.count ? files[index + 1].firstSentence : Int.max
      let first = sentences.enumerated().first { file.firstSentence..<end ~= $0.element }
      return first.map { File(name: file.name, firstSentence: $0.offset) }
    }
    var next = documentStarts[...]
    var beginsDocument = true
    for (number, sentence) in sentences.enumerated() {
      while let start = next.first, start <= sentence {
        beginsDocument = true
        next.removeFirst()
      }
      if beginsDocument { part.documentStarts.append(number) }
      beginsDocument = false
    }
    return part
  }
}

extension Corpus {
  /// The numbers of sentences and tokens of each file, by its name.
  package var sizesOfFiles: [String: (sentences: Int, tokens: Int)] {
    var sizes: [String: (sentences: Int, tokens: Int)] = [:]
    for (index, file) in origin.files.enumerated() {
      let end = index + 1 < origin.files.count ? origin.files[index + 1].firstSentence : sentenceCount
      sizes[file.name] = (end - file.firstSentence, sentenceStarts[end] - sentenceStarts[file.firstSentence])
    }
    return sizes
  }
}
