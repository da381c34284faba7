/// The sentences of one split: tokens with named columns.
package struct Corpus: Hashable, Sendable {
  /// What messages call the corpus: the file it was read from, as the user gave it.
  package let name: String

  /// The columns, in the order in which they were declared; each has one text per token.
  package let columns: [CorpusColumn]

  /// The index of each sentence's first token and, at last, the number of tokens.
  package let sentenceStarts: [Int]

  /// The line of the file, from 1, that each sentence begins in; empty for a corpus that comes from no file.
  ///
  /// The tokens of a sentence stand in lines one after the other.
  let lines: [Int]

  /// Creates a corpus. Requires: each column has `sentenceStarts.last` tokens, the starts rise from 0.
  init(name: String, columns: [CorpusColumn], sentenceStarts: [Int], lines: [Int] = []) {
    precondition(columns.allSatisfy { $0.ids.count == sentenceStarts.last }, "a column misses tokens")
    precondition(lines.isEmpty || lines.count == sentenceStarts.count - 1, "a sentence misses its line")
    self.name = name
    self.columns = columns
    self.sentenceStarts = sentenceStarts
    self.lines = lines
  }

  /// Two corpora are equal when their names and texts are, wherever in their files the sentences stand.
  package static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && left.columns == right.columns && left.sentenceStarts == right.sentenceStarts
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(columns)
    hasher.combine(sentenceStarts)
  }

  package var sentenceCount: Int { sentenceStarts.count - 1 }

  package var tokenCount: Int { sentenceStarts.last ?? 0 }

  /// The tokens of the sentence numbered `sentence` from 0, as indices into the columns; never empty.
  package func tokens(ofSentence sentence: Int) -> Range<Int> {
    sentenceStarts[sentence]..<sentenceStarts[sentence + 1]
  }

  /// The number of tokens of each sentence.
  package var sentenceLengths: [Int] { zip(sentenceStarts.dropFirst(), sentenceStarts).map(-) }

  /// Where the sentence numbered `sentence` from 0 is, as messages say it: its first line in its file.
  package func place(ofSentence sentence: Int) -> String {
    lines.isEmpty ? "sentence \(sentence + 1) of \(name)" : "\(name):\(lines[sentence])"
  }

  /// The column called `name`.
  ///
  /// Throws: `CorpusError.unknownColumn` where there is none.
  package func column(_ name: String) throws(CorpusError) -> CorpusColumn {
    guard let column = columns.first(where: { $0.name == name }) else {
      throw .unknownColumn(file: self.name, name: name, known: columns.map(\.name))
    }
    return column
  }

  /// The corpus of the sentences numbered `sentences`, called `name`.
  package func slice(sentences: Range<Int>, name: String) -> Corpus {
    let first = sentenceStarts[sentences.lowerBound]
    let tokens = first..<sentenceStarts[sentences.upperBound]
    return Corpus(
      name: name, columns: columns.map { $0.slice(tokens) },
      sentenceStarts: sentenceStarts[sentences.lowerBound...sentences.upperBound].map { $0 - first },
      lines: lines.isEmpty ? [] : Array(lines[sentences]))
  }

  /// The texts of one sentence in `column`, between blanks, as messages show it.
  func text(ofSentence sentence: Int, in column: CorpusColumn) -> String {
    tokens(ofSentence: sentence).map { column[$0] }.joined(separator: " ")
  }
}

/// A corpus in the making.
struct CorpusBuilder {
  let name: String
  private(set) var columns: [ColumnBuilder]
  private var sentenceStarts = [0]
  private var lines: [Int] = []
  private(set) var tokenCount = 0

  init(name: String, columns: [String]) {
    self.name = name
    self.columns = columns.map(ColumnBuilder.init(name:))
  }

  /// Gives the token being added its text in the column numbered `column`.
  mutating func append(_ text: String, toColumn column: Int) { columns[column].append(text) }

  /// Ends the token whose texts were appended, which stand in the line numbered `line` if they are from a file.
  mutating func endToken(line: Int? = nil) {
    if let line, sentenceStarts.last == tokenCount { lines.append(line) }
    tokenCount += 1
  }

  /// Ends the sentence, if it has any token.
  mutating func endSentence() {
    if sentenceStarts.last != tokenCount { sentenceStarts.append(tokenCount) }
  }

  var sentenceCount: Int { sentenceStarts.count - 1 }

  /// The corpus of what was appended. Requires: the last sentence has ended.
  var corpus: Corpus {
    Corpus(name: name, columns: columns.map(\.column), sentenceStarts: sentenceStarts, lines: lines)
  }
}
