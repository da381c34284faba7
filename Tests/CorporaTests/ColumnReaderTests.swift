import Model
import Testing

@testable import Corpora

private let conll = CorpusReader(
  .columns(ColumnLayout(token: 0, skip: ["-DOCSTART-"])),
  layers: [.init("pos", at: .column(1)), .init("ner", at: .column(3))])

private let twoSentences = "EU NNP B-NP B-ORG\nrejects VBZ B-VP O\n\nPeter NNP B-NP B-PER\n"

private func read(_ text: String, with reader: CorpusReader = conll) throws(CorpusError) -> Corpus {
  try reader.read([DataText(Array(text.utf8), name: "a.txt")])
}

/// The error that reading `text` gives.
private func failure(_ bytes: [UInt8], with reader: CorpusReader = conll) -> CorpusError? {
  do {
    _ = try reader.read([DataText(bytes, name: "a.txt")])
    return nil
  } catch { return error }
}

@Suite struct ColumnReaderTests {
  @Test func readsTheChosenColumnsOfEachSentence() throws {
    let corpus = try read(twoSentences)
    #expect(corpus.sentenceLengths == [2, 1])
    #expect(corpus.columns.map(\.name) == ["token", "pos", "ner"])
    #expect(
      corpus.columns.map(\.values) == [
        ["EU", "rejects", "Peter"], ["NNP", "VBZ"], ["B-ORG", "O", "B-PER"],
      ])
    #expect(try corpus.column("pos").ids == [0, 1, 0])
    #expect(corpus.tokens(ofSentence: 1) == 2..<3)
  }

  /// Ways to write the same two sentences.
  static let spellings = [
    "\u{FEFF}" + twoSentences,
    String(twoSentences.dropLast()),
    "\n\n" + twoSentences + "\n \t \n\n",
    twoSentences.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"),
    String(twoSentences.map { $0 == " " ? "\t" : $0 }),
    String(twoSentences.flatMap { $0 == " " ? "   " : "\($0)" }),
    "-DOCSTART- -X- -X- O\n\n" + twoSentences + "\n-DOCSTART- -X- -X- O\n",
    "-DOCSTART-\nEU NNP B-NP B-ORG\nrejects VBZ B-VP O\n-DOCSTART- O\nPeter NNP B-NP B-PER",
  ]

  @Test(arguments: spellings)
  func spellingsOfOneCorpusAreEqual(text: String) throws { #expect(try read(text) == read(twoSentences)) }

  @Test func canonicallyEquivalentWordsStayApart() throws {
    let corpus = try read("\u{E9} NN O O\ne\u{301} NN O O\n")
    #expect(try corpus.column("token").values.map { Array($0.utf8) } == [[0xC3, 0xA9], [0x65, 0xCC, 0x81]])
  }

  /// A text that cannot be read, and the start of what is said about it.
  static let refused: [(String, String)] = [
    (
      "EU NNP B-NP B-ORG\nrejects VBZ\n",
      "a.txt:2: error: expected at least 4 columns, found 2: 'ner' is column 3, counted from 0: \"rejects VBZ\""
    ),
    (
      "EU NNP B-NP B-ORG\r\n\r\na b VBZ B-VP O\n",
      "a.txt:3: error: expected 4 columns as in line 1, found 5: \"a b"
    ),
    ("EU NNP B-NP B-ORG\nre\0jects VBZ B-VP O\n", "a.txt:2:3: error: expected text, found the control character NUL"),
    ("EU NNP B-NP B-ORG\rrejects VBZ B-VP O\r", "a.txt:1:18: error: expected text, found the control character CR"),
    ("", "a.txt:1: error: expected at least one sentence, found none"),
    ("\n-DOCSTART- -X- -X- O\n\n", "a.txt:1: error: expected at least one sentence, found none"),
  ]

  @Test(arguments: refused)
  func refusesWithALine(text: String, message: String) {
    #expect(failure(Array(text.utf8))?.description.hasPrefix(message) == true)
  }

  @Test func refusesWhatIsNotUTF8() {
    let error = failure(Array("EU NNP B-NP O\n\ncaf".utf8) + [0xE9] + Array(" NN B-NP O\n".utf8))
    #expect(error?.description.hasPrefix("a.txt:3:4: error: expected text in UTF-8, found other bytes") == true)
  }

  @Test func namesTheColumnsThereAre() throws {
    let corpus = try read(twoSentences)
    #expect(throws: CorpusError.unknownColumn(file: "a.txt", name: "nre", known: ["token", "pos", "ner"])) {
      try corpus.column("nre")
    }
  }

  @Test func aSliceKeepsOnlyItsOwnTexts() throws {
    let slice = try read(twoSentences).subset([1], name: "a.txt")
    #expect(try slice == read("Peter NNP B-NP B-PER"))
  }

  @Test func anyBytesAreReadOrRefused() {
    var bytes = Array((twoSentences + "caf\u{E9} NN B-NP O\r\n").utf8)
    for position in bytes.indices {
      let original = bytes[position]
      for byte in stride(from: UInt8(0), through: 255, by: 5) {
        bytes[position] = byte
        if let corpus = try? conll.read([DataText(bytes, name: "a.txt")]) {
          #expect(corpus.sentenceLengths.allSatisfy { $0 > 0 })
          #expect(corpus.sentenceLengths.reduce(0, +) == corpus.tokenCount)
        }
      }
      bytes[position] = original
    }
  }
}

@Suite(.needsSharedData) struct PublishedCorporaTests {
  /// A file, its columns, and its published numbers of sentences and tokens.
  static let files: [(path: String, columns: [String], sentences: Int, tokens: Int)] = [
    ("conll2003/train.txt", ["token", "pos", "chunk", "ner"], 14_041, 203_621),
    ("conll2003/dev.txt", ["token", "pos", "chunk", "ner"], 3_250, 51_362),
    ("conll2000/train.txt", ["token", "pos", "chunk"], 8_936, 211_727),
  ]

  @Test(arguments: files)
  func countsAreThePublishedOnes(path: String, columns: [String], sentences: Int, tokens: Int) throws {
    let reader = CorpusReader(
      .columns(ColumnLayout(token: 0, skip: ["-DOCSTART-"])),
      layers: columns.enumerated().dropFirst().map { .init($1, at: .column($0)) })
    let text = try DataText(SharedFiles.bytes(path), name: path)
    var corpus: Corpus?
    let time = try ContinuousClock().measure { corpus = try reader.read([text]) }
    print("\(path): \(tokens) tokens read in \(time)")
    #expect(corpus?.sentenceCount == sentences)
    #expect(corpus?.tokenCount == tokens)
  }

  @Test(arguments: [("ptb/train.txt", 94_000), ("ptb/dev.txt", 131_768)])
  func treebankCounts(path: String, tokens: Int) throws {
    let reader = CorpusReader(
      .columns(ColumnLayout(token: 0, skip: ["-DOCSTART-"])), layers: [.init("pos", at: .column(1))])
    let corpus = try reader.read([DataText(SharedFiles.bytes(path), name: path)])
    // The published numbers are rounded to 1,000 for the training part.
    #expect(abs(corpus.tokenCount - tokens) < 1_000)
  }
}

/// What is longer than a line or a sentence can be is refused once, and what follows is read.
@Suite struct LengthTests {
  private let line = CorpusError.longestLine
  private let tokens = CorpusError.longestSentence

  private func found(_ text: String, _ format: CorpusFormat) throws -> (sentences: [Int], errors: [String]) {
    let (corpus, errors) = CorpusReader(format).survey([try DataText(Array(text.utf8), name: "a.txt")])
    return (corpus.sentenceLengths, errors.map { "\($0.line?.number ?? 0) \($0.message)" })
  }

  @Test func linesHaveALongestLength() throws {
    let word = String(repeating: "a", count: line)
    for format in [CorpusFormat.columns(ColumnLayout(token: 0)), .conllu, .jsonl(JSONLayout(token: "tokens"))] {
      let errors = try found("\n\(word)a\n", format).errors
      #expect(errors == ["2 a line has at most \(line) bytes, and this line has more"])
    }
    let columns = try found("\(word)\n\n\(word)a\nb\n", .columns(ColumnLayout(token: 0)))
    #expect(columns.sentences == [1, 1] && columns.errors.count == 1)
  }

  @Test func sentencesHaveAMostNumberOfTokens() throws {
    let message = "a sentence has at most \(tokens) tokens, and this one has more"
    let columns = CorpusFormat.columns(ColumnLayout(token: 0))
    let whole = String(repeating: "a\n", count: tokens)
    #expect(try found(whole + "\n" + whole, columns) == ([tokens, tokens], []))
    #expect(try found(whole + "a\na\n\nb\n", columns) == ([tokens + 2, 1], ["\(tokens + 1) \(message)"]))
    let words = (1...tokens + 1).map { "\($0)\ta" + String(repeating: "\t_", count: 8) + "\n" }.joined()
    #expect(try found(words, .conllu).errors == ["\(tokens + 1) \(message)"])
    let object = #"{"tokens": ["a"\#(String(repeating: #", "a""#, count: tokens))]}"#
    #expect(try found("\n\(object)\n", .jsonl(JSONLayout(token: "tokens"))).errors == ["2 \(message)"])
    let text = try DataText(Array(String(repeating: "a ", count: tokens + 1).utf8), name: "a.txt")
    let errors = #expect(throws: TaggingInputErrors.self) { try TaggingInput(text: text) }
    #expect(errors?.errors.map(\.message) == [message])
  }

  @Test func linesOfVectorsHaveALongestLength() {
    let numbers = String(repeating: " 0.5", count: 1 << 18)
    for text in ["a\(numbers)\n", "1 262144\na\(numbers)\n"] {
      #expect(throws: WordVectorsError.self) {
        try WordVectors.read(Array(text.utf8), name: "v.txt", wanted: ["a"])
      }
    }
    let short = String(repeating: " 0.5", count: 1 << 17)
    #expect(throws: Never.self) { try WordVectors.read(Array("a\(short)\n".utf8), name: "v.txt", wanted: ["a"]) }
  }
}
