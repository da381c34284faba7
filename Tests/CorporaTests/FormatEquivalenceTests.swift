import Model
import TestSupport
import Testing

@testable import Corpora

/// The same sentences in another format: the files, and how they are read.
private struct WrittenCorpus {
  let format: String
  let files: [[UInt8]]
  let reader: CorpusReader

  init(_ format: String, _ files: [[UInt8]], _ reader: CorpusReader) {
    self.format = format
    self.files = files
    self.reader = reader
  }

  func read() throws -> Corpus {
    try reader.read(files.enumerated().map { try DataText($1, name: "\($0)") })
  }

  /// `text` in all formats; in columns between blanks only if `blanks` says so.
  static func all(of text: CorpusText, blanks: Bool = true) -> [WrittenCorpus] {
    func columns(from first: Int) -> [CorpusReader.Layer] {
      text.layers.enumerated().map { .init($1, at: .column(first + $0)) }
    }
    let attributes = text.layers.map { CorpusReader.Layer($0, at: .conllu(.attribute($0))) }
    let fields = text.layers.map { CorpusReader.Layer($0, at: .field(JSONField(name: $0))) }
    let numbers = zip(text.layers, text.labelNames).map {
      CorpusReader.Layer($0, at: .field(JSONField(name: $0, labels: $1)))
    }
    let tabs = CorpusReader(
      .columns(ColumnLayout(token: 1, separator: .tab, comments: "#")), layers: columns(from: 2))
    let json = CorpusFormat.jsonl(JSONLayout(token: "tokens"))
    let half = text.sentences.count / 2
    let written = [
      WrittenCorpus("tabs", [Array(text.inTabs.utf8)], tabs),
      WrittenCorpus("CoNLL-U", [Array(text.inCoNLLU.utf8)], CorpusReader(.conllu, layers: attributes)),
      WrittenCorpus("JSON", [Array(text.inJSON.utf8)], CorpusReader(json, layers: fields)),
      WrittenCorpus("numbers", [gzipped(Array(text.inNumberedJSON.utf8))], CorpusReader(json, layers: numbers)),
      WrittenCorpus(
        "two files",
        [gzipped(Array(text[0..<half].inTabs.utf8)), Array(text[half..<text.sentences.count].inTabs.utf8)], tabs),
    ]
    if !blanks { return written }
    let reader = CorpusReader(.columns(ColumnLayout(token: 0)), layers: columns(from: 1))
    return [WrittenCorpus("blanks", [Array(text.inBlanks.utf8)], reader)] + written
  }
}

/// That all ways to write `text` give its sentences, in columns that are equal and in the same numbers.
private func expectEquivalence(_ text: CorpusText, blanks: Bool = true) throws {
  let tokens = text.sentences.flatMap(\.self)
  let expected =
    [CorpusColumn(name: "token", texts: tokens.map(\.text))]
    + text.layers.enumerated().map { layer, name in CorpusColumn(name: name, texts: tokens.map { $0.labels[layer] }) }
  let vocabulary = Vocabulary(training: [expected[0]], others: [], normalization: WordNormalization())
  var encoded: EncodedCorpus?
  for written in WrittenCorpus.all(of: text, blanks: blanks) {
    let corpus = try written.read()
    #expect(corpus.columns == expected, "\(written.format)")
    #expect(corpus.sentenceLengths == text.sentences.map(\.count), "\(written.format)")
    let numbers = try EncodedCorpus(corpus, vocabulary: vocabulary)
    #expect(numbers == encoded ?? numbers, "\(written.format)")
    encoded = numbers
    let survey = try written.reader.survey(written.files.enumerated().map { try DataText($1, name: "\($0)") })
    #expect(survey.corpus == corpus && survey.errors == [], "\(written.format)")
  }
  #expect(encoded?.words.count == tokens.count)
}

@Suite struct FormatEquivalenceTests {
  @Test(arguments: 0..<UInt64(20)) func randomCorporaAreTheSameInAllFormats(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    try expectEquivalence(.random(sentences: 2 + Int(seed), using: &generator))
  }

  @Test(.needsSharedData, arguments: ["conll2003/dev.txt", "conll2000/train.txt"])
  func aRealCorpusIsTheSameInAllFormats(path: String) throws {
    let lines = try String(decoding: SharedFiles.bytes(path), as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let sentences = lines.split { $0.isEmpty || $0.hasPrefix("-DOCSTART-") }.map { sentence in
      sentence.map { line in
        let fields = line.split(separator: " ").map(String.init)
        return CorpusText.Token(fields[0], labels: Array(fields.suffix(2)))
      }
    }
    try expectEquivalence(CorpusText(layers: ["first", "second"], sentences: sentences))
  }

  /// The French treebank has words with blanks, which columns between blanks cannot hold.
  @Test(.needsSharedData) func wordsWithBlanksAreTheSameInAllOtherFormats() throws {
    let layers = ["upos", "Number"]
    let path = "ud/fr_sequoia-dev.conllu"
    let corpus = try CorpusReader(
      .conllu, layers: [.init("upos", at: .conllu(.column(.upos))), .init("Number", at: .conllu(.feature("Number")))]
    ).read([DataText(SharedFiles.bytes(path), name: path)])
    let sentences = (0..<corpus.sentenceCount).map { sentence in
      corpus.tokens(ofSentence: sentence).map { token in
        CorpusText.Token(corpus.columns[0][token], labels: corpus.columns.dropFirst().map { $0[token] })
      }
    }
    #expect(sentences.joined().contains { $0.text.contains(" ") })
    try expectEquivalence(CorpusText(layers: layers, sentences: sentences), blanks: false)
  }
}
