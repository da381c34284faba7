import Gzip
import Model
import Testing

@testable import Corpora

/// The corpus in `texts`, each of which is a file.
private func read(
  _ texts: [String], _ format: CorpusFormat, _ layers: [CorpusReader.Layer] = []
) throws(CorpusError) -> Corpus {
  var files: [DataText] = []
  for (number, text) in texts.enumerated() { files.append(try DataText(Array(text.utf8), name: "\(number).txt")) }
  return try CorpusReader(format, layers: layers).read(files)
}

private func read(
  _ text: String, _ format: CorpusFormat, _ layers: [CorpusReader.Layer] = []
) throws(CorpusError) -> Corpus {
  try read([text], format, layers)
}

/// The error that reading `text` gives, as compilers print it; empty if there is none.
private func message(_ text: String, _ format: CorpusFormat, _ layers: [CorpusReader.Layer] = []) -> String {
  do {
    _ = try read(text, format, layers)
    return ""
  } catch { return error.description }
}

/// The tokens of each sentence, and after a slash the labels of the first layer if there is one.
private func sentences(_ corpus: Corpus) -> [String] {
  (0..<corpus.sentenceCount).map { sentence in
    corpus.tokens(ofSentence: sentence).map { token in
      corpus.columns.map { $0[token] }.joined(separator: "/")
    }.joined(separator: " ")
  }
}

@Suite struct ConlluTests {
  static let text = """
    # newdoc id = a
    # sent_id = 1
    # text = Il va du 10 000.
    1\tIl\til\tPRON\t_\tNumber=Sing|Person=3\t2\tnsubj\t_\t_
    2\tva\taller\tVERB\t_\tNumber=Sing\t0\troot\t_\t_
    3-4\tdu\t_\t_\t_\t_\t_\t_\t_\t_
    3\tde\tde\tADP\t_\t_\t5\tcase\t_\t_
    4\tle\tle\tDET\t_\tGender=Masc|Number=Plur\t5\tdet\t_\t_
    4.1\trien\trien\tPRON\t_\t_\t_\t_\t_\t_
    5\t10 000\t10 000\tNUM\t_\t_\t2\tobl\t_\tSpaceAfter=No
    6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_

    # newdoc id = b
    # sent_id = 2
    1\tOui\toui\tINTJ\t_\t_\t0\troot\t_\t_

    """

  @Test func tokensAreTheSyntacticWords() throws {
    let corpus = try read(Self.text, .conllu, [.init("pos", at: .conllu(.column(.upos)))])
    #expect(sentences(corpus) == ["Il/PRON va/VERB de/ADP le/DET 10 000/NUM ./PUNCT", "Oui/INTJ"])
    #expect(corpus.origin.tally.wordRanges == 1)
    #expect(corpus.origin.tally.emptyNodes == 1)
    #expect(corpus.origin.tally.comments == 5)
    #expect(corpus.origin.documentStarts == [0, 1])
    #expect(corpus.place(ofSentence: 1) == "0.txt:15")
    #expect(corpus.origin.location(ofToken: 4, sentence: 0)?.line == 10)
  }

  @Test func featuresAreFoundByName() throws {
    let layers: [CorpusReader.Layer] = [
      .init(nil, at: .conllu(.feature("Number"))), .init("space", at: .conllu(.attribute("SpaceAfter"))),
    ]
    let corpus = try read(Self.text, .conllu, layers)
    #expect(corpus.columns.map(\.name) == ["token", "feats.Number", "space"])
    #expect((0..<7).map { corpus.columns[1][$0] } == ["Sing", "Sing", "_", "Plur", "_", "_", "_"])
    #expect((0..<7).map { corpus.columns[2][$0] } == ["_", "_", "_", "_", "No", "_", "_"])
  }

  @Test func namesOfLayersAreReadBack() {
    for name in ["upos", "feats", "feats.Number", "misc.SpaceAfter", "feats.a.b"] {
      #expect(ConlluLayer(named: name)?.name == name)
    }
    for name in ["ner", "feats.", "upos.X", "", "UPOS"] { #expect(ConlluLayer(named: name) == nil) }
  }

  @Test(arguments: [
    ("1 a _ _ _ _ _ _ _ _\n", "0.txt:1: error: expected the 10 columns of CoNLL-U between tabs, found 1"),
    ("1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n3\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", "0.txt:2:1: error: expected the ID 2, found '3'"),
    ("x\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", "0.txt:1:1: error: expected an ID such as 1, 1-2 or 1.1, found 'x'"),
    ("1\t\t_\t_\t_\t_\t_\t_\t_\t_\n", "0.txt:1:3: error: expected text in the column 'form', found none"),
    ("# only a comment\n", "0.txt:1: error: expected at least one sentence, found none"),
  ])
  func whatIsNotCoNLLUIsRefused(text: String, expected: String) {
    #expect(message(text, .conllu).hasPrefix(expected), "\(message(text, .conllu))")
  }
}

@Suite struct JSONLinesTests {
  static let format = CorpusFormat.jsonl(JSONLayout(token: "words", document: "doc"))
  static let ner = CorpusReader.Layer("ner", at: .field(JSONField(name: "tags", labels: ["O", "B-PER"])))

  @Test func labelsAreTextsOrNumbers() throws {
    let text = """
      {"id": 7, "doc": "a", "words": ["Ann", "runs"], "tags": [1, 0]}

      {"words": [], "tags": []}
      {"tags": ["O", "B-PER"], "doc": "a", "words": ["10 000", "\\u00e9"], "more": {"x": [null]}}
      {"doc": "b", "words": ["x"], "tags": [0]}
      """
    let corpus = try read(text, Self.format, [Self.ner])
    #expect(sentences(corpus) == ["Ann/B-PER runs/O", "10 000/O é/B-PER", "x/O"])
    #expect(corpus.origin.tally.emptySentences.count == 1)
    #expect(corpus.origin.tally.emptySentences.first?.number == 3)
    #expect(corpus.origin.documentStarts == [0, 2])
    #expect(corpus.place(ofSentence: 1) == "0.txt:4")
  }

  @Test(arguments: [
    ("[1]", "0.txt:1:1: error: cannot read the JSON object: expected '{'"),
    (
      #"{"words": ["a"], "words": []}"#,
      "0.txt:1:18: error: cannot read the JSON object: the name \"words\" occurs twice"
    ),
    (#"{"words": ["a"]}"#, "0.txt:1: error: expected the field 'tags', found only 'words'"),
    (#"{"tags": [0]}"#, "0.txt:1: error: expected the field 'words', found only 'tags'"),
    (#"{"words": "a", "tags": [0]}"#, "0.txt:1: error: expected a list in the field 'words'"),
    (#"{"words": [1], "tags": [0]}"#, "0.txt:1: error: expected texts that are not empty in the field 'words'"),
    (#"{"words": [" "], "tags": [0]}"#, "0.txt:1: error: expected texts that are not empty in the field 'words'"),
    (
      #"{"words": ["a", "b"], "tags": [0]}"#,
      "0.txt:1: error: expected 2 labels as there are tokens, found 1 in the field 'tags'"
    ),
    (#"{"words": ["a"], "tags": [2]}"#, "0.txt:1: error: expected a number from 0 to 1 in the field 'tags', found 2"),
    (#"{"words": ["a"], "tags": [-1]}"#, "0.txt:1: error: expected a number from 0 to 1 in the field 'tags', found -1"),
    (#"{"words": ["a"], "tags": [null]}"#, "0.txt:1: error: expected texts or whole numbers in the field 'tags'"),
  ])
  func whatDoesNotFitIsRefused(text: String, expected: String) {
    let found = message(text, Self.format, [Self.ner])
    #expect(found.hasPrefix(expected), "\(found)")
  }

  @Test func numbersWithoutNamesAreExplained() {
    let layer = CorpusReader.Layer("ner", at: .field(JSONField(name: "tags")))
    let found = message(#"{"words": ["a"], "tags": [3]}"#, Self.format, [layer])
    #expect(found.contains("expected texts in the field 'tags', found the number 3"))
    #expect(found.contains("{field: tags, labels: [O, B-PER, I-PER]}"))
  }
}

@Suite struct ColumnLayoutTests {
  private let tag = CorpusReader.Layer("tag", at: .column(1))

  @Test func tabsLetColumnsHoldBlanks() throws {
    let tabs = CorpusFormat.columns(ColumnLayout(token: 0, separator: .tab))
    #expect(
      try sentences(read("10 000\tNUM\nNew York\tB L\n \t \nx\ty\n", tabs, [tag])) == [
        "10 000/NUM New York/B L", "x/y",
      ])
    #expect(
      message("a\tb\n\tb\n", tabs, [tag]).hasPrefix(
        "0.txt:2:1: error: expected text in the column 'token', found none"))
    #expect(message("a\tb\n \tb\tc\n", tabs, [tag]).contains("expected 2 columns as in line 1, found 3"))
  }

  /// A token `#` has the columns of a token, and a comment does not.
  @Test func commentsAreToldFromTokens() throws {
    let layout = ColumnLayout(token: 0, comments: "#")
    let text = "# id 1\na b c d\n# _ _ O\n#tag _ _ O\n\n# id 2\nx y z w\n"
    let corpus = try read(text, .columns(layout), [CorpusReader.Layer("tag", at: .column(3))])
    #expect(sentences(corpus) == ["a/d #/O #tag/O", "x/w"])
    #expect(corpus.origin.tally.comments == 2)
    #expect(corpus.origin.tally.tokensLikeComments.count == 2)
    #expect(corpus.origin.tally.tokensLikeComments.first?.number == 3)
  }

  /// What follows makes no difference: the last token of a file may be `#`.
  @Test(arguments: [ColumnSeparator.blanks, .tab])
  func theLastTokenMayBeginLikeAComment(separator: ColumnSeparator) throws {
    let layout = ColumnLayout(token: 0, separator: separator, comments: "#")
    let corpus = try read("# an id\na\tO\n#\tO\n", .columns(layout), [tag])
    #expect(sentences(corpus) == ["a/O #/O"])
  }

  @Test func skippedTokensAreCounted() throws {
    let layout = CorpusFormat.columns(ColumnLayout(token: 0, skip: ["#", "-DOCSTART-", "none"]))
    let corpus = try read("-DOCSTART- O\n\na O\n# O\nb O\n\n-DOCSTART- O\n\nc O\n", layout, [tag])
    #expect(sentences(corpus) == ["a/O", "b/O", "c/O"])
    #expect(corpus.origin.tally.skipped == [1, 2, 0])
    #expect(corpus.origin.tally.skippedTokens.count == 1)
    #expect(corpus.origin.tally.skippedTokens.first?.number == 4)
    #expect(corpus.origin.documentStarts == [0, 1, 2])
  }

  @Test func sentencesMayDifferInWidthWhereTheDatasetSaysSo() throws {
    let text = "#begin document x\na b c\nd e f\n\ng h\n\n#end document\n"
    let free = CorpusFormat.columns(ColumnLayout(token: 0, comments: "#", width: .sentence))
    #expect(try sentences(read(text, free, [tag])) == ["a/b d/e", "g/h"])
    #expect(try read(text, free, [tag]).origin.tally.widths == [2, 3])
    #expect(message("a b c\nd e\n", free, [tag]).hasPrefix("0.txt:2: error: expected 3 columns as in line 1, found 2"))
    let fixed = CorpusFormat.columns(ColumnLayout(token: 0, comments: "#"))
    #expect(message(text, fixed, [tag]).contains("'width: sentence' if sentences have different numbers of columns"))
  }

  /// What other formats look like to a reader of columns.
  @Test(arguments: [
    ("# text = a b\n1 a _ X\n", "expected a token, found what looks like a comment", "comments: \"#\""),
    ("1 a _ X\n\n# sent_id = 5\n2 b _ X\n", "expected a token, found what looks like a comment", "format: conllu"),
    ("{\"tokens\": [\"a\"]}\n", "expected columns, found a JSON object", "format: jsonl"),
    (
      (1...3).map { "\($0 == 2 ? "2-3" : "\(min($0, 2))")\ta\t_\t_\t_\t_\t_\t_\t_\t_\n" }.joined(),
      "found a range of words or an empty node of CoNLL-U", "format: conllu"
    ),
  ])
  func otherFormatsAreNamed(text: String, expected: String, help: String) {
    let found = message(text, .columns(ColumnLayout(token: 1)), [CorpusReader.Layer("pos", at: .column(3))])
    #expect(found.contains(expected) && found.contains(help), "\(found)")
  }

  /// Files that look like other formats in part, and are read: a token may be `#` or `{`, and a first column `1-2`.
  @Test(arguments: [
    ("# = SYM O\na b c O\n", 2, 0), ("# NN = O\na b c O\n", 2, 1), ("a b c O\n\n# key = O\n", 2, 1),
    ("# x = y\n", 1, 1), ("{\"} b c O}\n", 1, 0), ("a b c O\n\n{\" b c O}\n", 2, 0), ("#a = b O\nc d e O\n", 2, 0),
    ("1-1 a _ X _ _ _ _ _ _\n1-2 b _ X _ _ _ _ _ _\n", 2, 0),
    ("0.5 a _ X _ _ _ _ _ _\n1 b _ X _ _ _ _ _ _\n", 2, 0),
    ("1 a _ X _ _ _ _ _ _\n0.5 b _ X _ _ _ _ _ _\n1.1 c _ X _ _ _ _ _ _\n", 3, 0),
  ])
  func whatFitsIsRead(text: String, tokens: Int, commentsLikeTokens: Int) throws {
    let layers = [CorpusReader.Layer("pos", at: .column(3))]
    for width in ColumnWidth.allCases {
      let corpus = try read(text, .columns(ColumnLayout(token: 1, width: width)), layers)
      #expect(corpus.tokenCount == tokens)
      #expect(corpus.origin.tally.commentsLikeTokens.count == commentsLikeTokens)
    }
  }

  /// Comments are named where a line after them has another number of columns, and sentence IDs always.
  @Test(arguments: [
    ("# a = b\n# c = d\nx y z\n", 1), ("# sent_id = 5\n1 a _ X\n", 1), ("1 a _ X\n\n# a = b c\n1 a _ X\n", 3),
  ])
  func commentsAreNamed(text: String, line: Int) {
    let found = message(text, .columns(ColumnLayout(token: 1)), [CorpusReader.Layer("pos", at: .column(2))])
    #expect(found.hasPrefix("0.txt:\(line): error: expected a token, found what looks like a comment"), "\(found)")
  }

  @Test func filesThatAreNoTextAreNamed() {
    let files: [([UInt8], String)] = [
      (Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n".utf8), "'git lfs pull'"),
      ([0x50, 0x4B, 0x03, 0x04, 0], "a zip archive"), (Array("PAR1".utf8), "a Parquet table"),
      ([0x1F, 0x8B, 8, 0], "cannot expand the file: the gzip data ends early"),
    ]
    for (bytes, expected) in files {
      let error = #expect(throws: CorpusError.self) { try DataText(bytes, name: "a.txt") }
      #expect(error?.description.contains(expected) == true)
    }
  }

  /// A file that is too large after expansion is not a damaged one.
  @Test func whatExpandsTooFarIsToBeSplit() {
    let whole = CorpusError.tooLarge(file: "a", bytes: 3)
    #expect(CorpusError.compressed(file: "a", .tooLarge(limit: 2)).help == whole.help)
    #expect(CorpusError.compressed(file: "a", .truncated).help.contains("gzip --test"))
  }

  @Test func invisibleCharactersAreShown() {
    let found = message("a b\nfoo\u{200B}\n", .columns(ColumnLayout(token: 0)), [tag])
    #expect(found.contains("\"foo<U+200B>\""), "\(found)")
  }

  @Test func byteOrderMarksInsideAreCounted() throws {
    let corpus = try read("\u{FEFF}a b\n\u{FEFF}c d\n", .columns(ColumnLayout(token: 0)), [tag])
    #expect(corpus.origin.tally.byteOrderMarks.count == 1)
    #expect(corpus.origin.tally.byteOrderMarks.first?.place == "0.txt:2:1")
  }
}

@Suite struct SeveralFilesTests {
  @Test func filesFollowEachOther() throws {
    let corpus = try read(["a\nb\n\nc", "d\n\ne\n"], .columns(ColumnLayout(token: 0)))
    #expect(sentences(corpus) == ["a b", "c", "d", "e"])
    #expect((0..<4).map(corpus.place(ofSentence:)) == ["0.txt:1", "0.txt:4", "1.txt:1", "1.txt:3"])
    #expect(corpus.origin.documentStarts == [0, 2])
    #expect(corpus.subset([1, 3], name: "part").place(ofSentence: 1) == "1.txt:3")
  }

  @Test func anEmptyFileAmongOthersIsRefused() {
    #expect(throws: CorpusError.noSentences(file: "1.txt")) {
      try read(["a\n", "\n", "b\n"], .columns(ColumnLayout(token: 0)))
    }
  }

  /// A refused line leaves nothing of itself in the corpus.
  @Test func aSurveyGoesOnAfterEmptyColumns() throws {
    let layers = [CorpusReader.Layer("tag", at: .column(1))]
    let text = try DataText(Array("a\tX\nb\t\nc\tY\n".utf8), name: "0.txt")
    let found = CorpusReader(.columns(ColumnLayout(token: 0, separator: .tab)), layers: layers).survey([text])
    #expect(sentences(found.corpus) == ["a/X c/Y"])
    #expect(found.errors.map { $0.line?.place } == ["0.txt:2:3"])
  }

  /// What can be read is read, and every error is there.
  @Test func aSurveyGoesOnAfterErrors() throws {
    let layers = [CorpusReader.Layer("tag", at: .column(1))]
    let texts = try ["a X\nb\n\nc Y\n", "\n", "d Z\n\u{1}\n"].enumerated().map {
      try DataText(Array($1.utf8), name: "\($0).txt")
    }
    let found = CorpusReader(.columns(ColumnLayout(token: 0)), layers: layers).survey(texts)
    #expect(sentences(found.corpus) == ["a/X", "c/Y", "d/Z"])
    #expect(found.errors.map { $0.line?.place ?? $0.file } == ["0.txt:2", "1.txt", "2.txt:2:1"])
  }
}

@Suite struct SentenceChoiceTests {
  private func corpus(_ documents: [Int]) throws -> Corpus {
    let text = documents.enumerated().map { number, sentences in
      "D\n\n" + (0..<sentences).map { "\(number).\($0)\n\n" }.joined()
    }.joined()
    return try read(text, .columns(ColumnLayout(token: 0, skip: ["D"])))
  }

  @Test func documentsAreHeldOutWhole() throws {
    let whole = try corpus([3, 1, 2, 4])
    let parts = try whole.holdingOut(HoldOut(.sentences(5), unit: .document))
    #expect(sentences(parts.heldOut) == ["2.0", "2.1", "3.0", "3.1", "3.2", "3.3"])
    #expect(sentences(parts.kept) == ["0.0", "0.1", "0.2", "1.0"])
    #expect(parts.heldOut.origin.documentStarts == [0, 2])
    #expect(throws: CorpusError.tooShortToHoldOut(file: "0.txt", unit: "document", found: 1)) {
      try corpus([9]).holdingOut(HoldOut(.fraction(0.1), unit: .document))
    }
  }

  @Test func randomPartsKeepTheOrderAndDependOnTheSeedAlone() throws {
    let whole = try corpus([100])
    let parts = try (0..<3).map { try whole.holdingOut(HoldOut(.fraction(0.2), order: .random(seed: $0 / 2))) }
    #expect(parts[0].heldOut == parts[1].heldOut)
    #expect(parts[0].heldOut != parts[2].heldOut)
    for part in parts {
      #expect(part.heldOut.sentenceCount == 20)
      let order = sentences(whole)
      let places = sentences(part.heldOut).compactMap(order.firstIndex(of:))
      #expect(places == places.sorted())
      #expect(Set(sentences(part.heldOut)).union(sentences(part.kept)) == Set(order))
    }
  }

  @Test(arguments: [SentenceOrder.files, .random(seed: 5)])
  func largerLimitsContainSmallerOnes(order: SentenceOrder) throws {
    let whole = try corpus([50])
    var smaller: Set<String> = []
    for count in [1, 7, 30, 50, 90] {
      let part = Set(sentences(whole.limited(to: TrainingLimit(.sentences(count), order: order))))
      #expect(part.count == min(count, 50))
      #expect(part.isSuperset(of: smaller))
      smaller = part
    }
    #expect(whole.limited(to: TrainingLimit(.fraction(0.5))).sentenceCount == 25)
  }
}
