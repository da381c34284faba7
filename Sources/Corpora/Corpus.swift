/// The sentences of one split: tokens with named columns.
package struct Corpus: Hashable, Sendable {
  /// What messages call the corpus: the file it was read from, as the user gave it.
  package let name: String

  /// The columns, in the order in which they were declared; each has one text per token.
  package let columns: [CorpusColumn]

  /// The index of each sentence's first token and, at last, the number of tokens.
  package let sentenceStarts: [Int]

  /// Where the sentences come from; empty for a corpus that comes from no file.
  package let origin: CorpusOrigin

  /// Creates a corpus. Requires: each column has `sentenceStarts.last` tokens, the starts rise from 0.
  init(name: String, columns: [CorpusColumn], sentenceStarts: [Int], origin: CorpusOrigin = CorpusOrigin()) {
    precondition(columns.allSatisfy { $0.ids.count == sentenceStarts.last }, "a column misses tokens")
    precondition(
      origin.tokenLines.isEmpty || origin.tokenLines.count == sentenceStarts.last, "a token misses its line")
    self.name = name
    self.columns = columns
    self.sentenceStarts = sentenceStarts
    self.origin = origin
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
    origin.place(ofToken: sentenceStarts[sentence], sentence: sentence) ?? "sentence \(sentence + 1) of \(name)"
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

  /// The corpus of the sentences numbered `sentences`, called `name`. Requires: the numbers rise.
  package func subset(_ sentences: some Collection<Int>, name: String) -> Corpus {
    let tokens = sentences.flatMap { self.tokens(ofSentence: $0) }
    var starts = [0]
    for sentence in sentences { starts.append(starts[starts.count - 1] + self.tokens(ofSentence: sentence).count) }
    return Corpus(
      name: name, columns: columns.map { $0.subset(tokens) }, sentenceStarts: starts,
      origin: origin.subset(sentences: sentences, tokens: tokens))
  }

  /// The texts of one sentence in `column`, between blanks, as messages show it.
  func text(ofSentence sentence: Int, in column: CorpusColumn) -> String {
    tokens(ofSentence: sentence).map { column[$0] }.joined(separator: " ")
  }
}

/// A corpus in the making.
struct CorpusBuilder {
  /// What the corpus is called if it is not read from files.
  private let name: String?
  private(set) var columns: [ColumnBuilder]
  private var sentenceStarts = [0]
  private var origin = CorpusOrigin()
  private var beginsDocument = true
  private(set) var tokenCount = 0

  /// What is passed over or odd.
  var tally: ReadingTally {
    get { origin.tally }
    set { origin.tally = newValue }
  }

  init(name: String? = nil, columns: [String]) {
    self.name = name
    self.columns = columns.map(ColumnBuilder.init(name:))
  }

  /// Begins the file called `name`, and a document.
  mutating func beginFile(_ name: String) {
    origin.files.append(CorpusOrigin.File(name: name, firstSentence: sentenceCount))
    beginsDocument = true
  }

  /// Has the next sentence begin a document.
  mutating func beginDocument() { beginsDocument = true }

  /// Gives the token being added its text in the column numbered `column`.
  mutating func append(_ text: String, toColumn column: Int) { columns[column].append(text) }

  /// Gives the token being added the text with this UTF-8 in the column numbered `column`.
  mutating func append(_ text: UnsafeBufferPointer<UInt8>, toColumn column: Int) { columns[column].append(text) }

  /// Ends the token whose texts were appended, which stand in the line numbered `line` if they are from a file.
  mutating func endToken(line: Int? = nil) {
    if let line {
      if sentenceStarts.last == tokenCount, beginsDocument {
        origin.documentStarts.append(sentenceCount)
        beginsDocument = false
      }
      origin.tokenLines.append(Int32(truncatingIfNeeded: line))
    }
    tokenCount += 1
  }

  /// Throws, once for each sentence, if the token that was added last, in `line`, is one too many.
  func checkLength(at line: @autoclosure () -> TextLine) throws(CorpusError) {
    guard tokenCount - (sentenceStarts.last ?? 0) == CorpusError.longestSentence + 1 else { return }
    throw .sentenceTooLong(line())
  }

  /// Ends the sentence, if it has any token.
  mutating func endSentence() {
    if sentenceStarts.last != tokenCount { sentenceStarts.append(tokenCount) }
  }

  var sentenceCount: Int { sentenceStarts.count - 1 }

  /// The corpus of what was appended, called after its first file. Requires: the last sentence has ended.
  var corpus: Corpus {
    Corpus(
      name: name ?? origin.files.first?.name ?? "", columns: columns.map(\.column), sentenceStarts: sentenceStarts,
      origin: origin)
  }
}
