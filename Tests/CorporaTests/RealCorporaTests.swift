import FoundationEssentials
import Model
import Testing

@testable import Corpora

/// What other readers count in the corpora; `Tests/Oracles/make_corpus_counts.py` says which.
private struct CorpusCounts: Decodable {
  /// Sentences, tokens, and what is no token.
  let counts: [String: Int]

  /// By column, how many tokens have each label.
  let labels: [String: [String: Int]]

  static func all() throws -> [String: CorpusCounts] {
    let file = SharedFiles.root.appending(path: "Tests/Oracles/corpus-counts.json")
    return try JSONDecoder().decode([String: CorpusCounts].self, from: Data(contentsOf: file))
  }
}

/// The files by their path, and how each is read.
private let readers: [(files: [String], reader: CorpusReader)] = [
  (
    ["fr_sequoia-train", "fr_sequoia-dev", "en_lines-train", "en_lines-dev"].map { "ud/\($0).conllu" },
    CorpusReader(
      .conllu, layers: [.init(nil, at: .conllu(.column(.upos))), .init(nil, at: .conllu(.feature("Number")))])
  ),
  (
    ["wnut17/train.conll", "wnut17/dev.conll", "ncbi/train.tsv", "ncbi/dev.tsv"],
    CorpusReader(.columns(ColumnLayout(token: 0, separator: .tab)), layers: [.init("ner", at: .column(1))])
  ),
  (
    ["germeval/dev.tsv"],
    CorpusReader(
      .columns(ColumnLayout(token: 1, separator: .tab, comments: "#")),
      layers: [.init("outer", at: .column(2)), .init("inner", at: .column(3))])
  ),
  (
    ["conll2003/train.txt", "conll2003/dev.txt"],
    CorpusReader(
      .columns(ColumnLayout(token: 0, skip: ["-DOCSTART-"])),
      layers: [.init("pos", at: .column(1)), .init("chunk", at: .column(2)), .init("ner", at: .column(3))])
  ),
  (
    ["conll2000/train.txt"],
    CorpusReader(
      .columns(ColumnLayout(token: 0)), layers: [.init("pos", at: .column(1)), .init("chunk", at: .column(2))])
  ),
]

/// The comments of GermEval end in a tab, and so have as many columns between tabs as tokens.
private let germevalInBlanks = CorpusReader(
  .columns(ColumnLayout(token: 1, comments: "#")),
  layers: [.init("outer", at: .column(2)), .init("inner", at: .column(3))])

private let cases =
  [("germeval/dev.tsv", germevalInBlanks)] + readers.flatMap { files, reader in files.map { ($0, reader) } }

@Suite(.needsSharedData) struct RealCorporaTests {
  @Test(arguments: cases)
  func countsAreThoseOfOtherReaders(path: String, reader: CorpusReader) throws {
    let expected = try #require(try CorpusCounts.all()[path])
    let corpus = try reader.read([DataText(SharedFiles.bytes(path), name: path)])
    let tally = corpus.origin.tally
    var counts = [
      "sentences": corpus.sentenceCount, "tokens": corpus.tokenCount, "ranges": tally.wordRanges,
      "empty_nodes": tally.emptyNodes, "comments": tally.comments, "skipped": tally.skipped.reduce(0, +),
    ]
    let words = try corpus.column("token")
    counts["tokens_with_blanks"] = words.ids.count { words.values[Int($0)].utf8.contains(UInt8(ascii: " ")) }
    // The other reader of CoNLL-U counts no comments.
    for (name, count) in expected.counts where reader.format != .conllu || name != "comments" {
      #expect(counts[name] == count, "\(name)")
    }
    #expect(Set(expected.labels.keys) == Set(reader.layers.map(\.name)))
    for (name, labels) in expected.labels {
      let column = try corpus.column(name)
      #expect(Dictionary(uniqueKeysWithValues: zip(column.values, column.valueCounts)) == labels, "\(name)")
    }
  }

  /// A survey finds the same, and nothing looks odd but what is known of the files.
  @Test(arguments: cases)
  func realFilesAreNotOdd(path: String, reader: CorpusReader) throws {
    let text = try DataText(SharedFiles.bytes(path), name: path)
    let (corpus, errors) = reader.survey([text])
    #expect(errors == [])
    #expect(try corpus == reader.read([text]))
    let tally = corpus.origin.tally
    #expect(tally.commentsLikeTokens.count == 0)
    #expect(tally.byteOrderMarks.count == (path == "wnut17/dev.conll" ? 1 : 0))
    #expect(tally.skippedTokens.count == 0)
    #expect(tally.tokensLikeComments.count == 0)
    #expect(tally.widths == (reader.format == .conllu ? [] : [path.hasPrefix("conll2003") ? 4 : tally.widths[0]]))
  }

  /// `#` is a word of WNUT-17 and of NCBI, also where the dataset has comments.
  @Test(arguments: ["wnut17/train.conll", "ncbi/train.tsv"])
  func numberSignsStayTokens(path: String) throws {
    let text = try DataText(SharedFiles.bytes(path), name: path)
    let layers = [CorpusReader.Layer("ner", at: .column(1))]
    let plain = try CorpusReader(.columns(ColumnLayout(token: 0, separator: .tab)), layers: layers).read([text])
    let commented = try CorpusReader(
      .columns(ColumnLayout(token: 0, separator: .tab, comments: "#")), layers: layers
    ).read([text])
    #expect(commented == plain)
    #expect(commented.origin.tally.comments == 0)
    #expect(commented.origin.tally.tokensLikeComments.count > 0)
  }

  /// Where a dataset names the wrong format, the error says so.
  @Test(arguments: [
    (
      "ud/en_lines-dev.conllu",
      CorpusReader(.columns(ColumnLayout(token: 1)), layers: [.init("pos", at: .column(3))])
    ),
    ("germeval/dev.tsv", CorpusReader(.columns(ColumnLayout(token: 1)), layers: [.init("ner", at: .column(3))])),
    ("germeval/dev.tsv", CorpusReader(.columns(ColumnLayout(token: 1)), layers: [.init("ner", at: .column(2))])),
  ])
  func commentsAreNamed(path: String, reader: CorpusReader) throws {
    let text = try DataText(SharedFiles.bytes(path), name: path)
    let error = #expect(throws: CorpusError.self) { try reader.read([text]) }
    guard case .otherFormat(let line, .comments("#")) = error else {
      Issue.record("\(error.map(String.init(describing:)) ?? "")")
      return
    }
    #expect(line.number == 1)
  }

  /// CoNLL-U with comments left out, read as columns: the first range of words is named.
  @Test func rangesOfWordsAreNamed() throws {
    let path = "ud/fr_sequoia-dev.conllu"
    let text = try DataText(SharedFiles.bytes(path), name: path)
    let layout = ColumnLayout(token: 1, separator: .tab, comments: "#")
    let (_, errors) = CorpusReader(.columns(layout), layers: [.init("pos", at: .column(3))]).survey([text])
    let ranges = errors.count { if case .otherFormat(_, .conllu) = $0 { true } else { false } }
    #expect(ranges == 282)
    #expect(ranges == errors.count)
  }
}
