import Model
import Testing

@testable import Corpora

private func columns(
  _ bytes: [UInt8], skip: [String] = [], layers: [CorpusReader.Layer] = []
) throws -> TaggingInput {
  try TaggingInput(
    DataText(bytes, name: "in.txt"), reading: CorpusReader(.columns(ColumnLayout(token: 0, skip: skip)), layers: layers)
  )
}

private func columns(_ text: String) throws -> TaggingInput { try columns(Array(text.utf8), skip: ["-DOCSTART-"]) }

private func text(_ text: String) throws -> TaggingInput {
  try TaggingInput(text: DataText(Array(text.utf8), name: "in.txt"))
}

/// A tag for each token: its number.
private func numbered(_ input: TaggingInput, _ form: TaggedForm) -> String {
  input.tagged((0..<input.corpus.tokenCount).map { "T\($0)" }, as: form)
}

@Test func columnsKeepEverythingAndGetOneMore() throws {
  let input = try columns("\n-DOCSTART- -X-\n\nAnn NNP\nruns\tVBZ  \n\n\nÜber NN\n")
  #expect(
    numbered(input, .columns)
      == "\n-DOCSTART- -X-\n\nAnn NNP T0\nruns\tVBZ\tT1\n\n\nÜber NN T2\n")
  #expect(numbered(input, .tagged) == "\n\nAnn/T0 runs/T1\n\nÜber/T2\n")
}

@Test func linesOfTextBecomeLinesOfTags() throws {
  let input = try text("Ann  runs\n\n \t \nand / or\r\nx")
  #expect(numbered(input, .tagged) == "Ann/T0 runs/T1\n\n\nand/T2 //T3 or/T4\nx/T5\n")
  #expect(numbered(input, .columns) == "Ann\tT0\nruns\tT1\n\n\n\nand\tT2\n/\tT3\nor\tT4\n\nx\tT5\n\n")
}

@Test(arguments: ["", "\n", "\n\n \n", "\u{FEFF}"])
func emptyInputsAreFine(input: String) throws {
  for parsed in [try text(input), try columns(input)] {
    #expect(parsed.corpus.sentenceCount == 0)
    for form in [TaggedForm.columns, .tagged, .asRead(task: "t")] {
      let lines = input.split(separator: "\n", omittingEmptySubsequences: false).dropLast().count
      #expect(numbered(parsed, form) == String(repeating: "\n", count: lines))
    }
  }
}

/// Columns that come out can be tagged again, and have the tags in the last column.
@Test func taggedColumnsAreColumns() throws {
  let once = numbered(try columns("a b\nc d\n\ne f\n"), .columns)
  let again = try columns(Array(once.utf8), layers: [.init("tag", at: .column(2))])
  #expect(again.corpus.columns[1].values == ["T0", "T1", "T2"])
  #expect(again.corpus.sentenceStarts == [0, 2, 3])
}

@Test func oneSentenceMayBeVeryLong() throws {
  let input = try text(String(repeating: "word ", count: 50_000))
  #expect(input.corpus.sentenceLengths == [50_000])
  #expect(numbered(input, .tagged).utf8.count(where: { $0 == UInt8(ascii: "\n") }) == 1)
}

@Test func everyMalformedLineIsToldWithItsPlace() throws {
  let bytes = Array("a b\nc\nd e f\n\u{1} x\n".utf8) + [0x61, 0x20, 0xFF, 0x0A]
  let error = #expect(throws: TaggingInputErrors.self) {
    _ = try columns(bytes, layers: [.init("gold", at: .column(1))])
  }
  let places = (error?.errors ?? []).compactMap { $0.line?.place }
  #expect(places == ["in.txt:2", "in.txt:3", "in.txt:4:1", "in.txt:5:3"])
  #expect(
    error?.description.contains("expected at least 2 columns, found 1: 'gold' is column 1, counted from 0") == true)
}

@Test func equalErrorsAreToldOnce() throws {
  let error = #expect(throws: TaggingInputErrors.self) { _ = try text(String(repeating: "\u{2}\n", count: 100)) }
  #expect(error?.errors.count == 100)
  #expect(
    error?.description == """
      in.txt:1:1: error: expected text, found the control character U+0002: "<U+0002>"; save the file as plain text in \
      UTF-8, with one token per line (the same in 99 other lines: 2, 3, 4, 5, 6, …)
      """)
}

/// A text of lines, each with its end.
private func lines(_ lines: String...) -> String { lines.map { $0 + "\n" }.joined() }

private func read(_ text: String, _ format: CorpusFormat) throws -> TaggingInput {
  try TaggingInput(DataText(Array(text.utf8), name: "in"), reading: CorpusReader(format))
}

/// A line of CoNLL-U with this ID, form and MISC.
private func word(_ id: String, _ form: String, _ misc: String = "_") -> String {
  "\(id)\t\(form)\t_\t_\t_\t_\t_\t_\t_\t\(misc)"
}

/// Tags become an attribute of MISC; comments, ranges and empty nodes stay where they are.
@Test func conlluStaysConllu() throws {
  let input = try read(
    lines(
      "# text = du vin", word("1-2", "du", "SpaceAfter=No"), word("1", "de", "Gloss=of|X=1"), word("2", "le"),
      word("2.1", "sec"), word("3", "vin"), "", "", "# text = x", word("1", "x"), word("1.1", "y")), .conllu)
  #expect(
    numbered(input, .asRead(task: "ner"))
      == lines(
        "# text = du vin", word("1-2", "du", "SpaceAfter=No"), word("1", "de", "Gloss=of|X=1|ner=T0"),
        word("2", "le", "ner=T1"), word("2.1", "sec"), word("3", "vin", "ner=T2"), "", "", "# text = x",
        word("1", "x", "ner=T3"), word("1.1", "y"), ""))
  #expect(numbered(input, .columns) == "de\tT0\nle\tT1\nvin\tT2\n\nx\tT3\n\n")
  #expect(numbered(input, .tagged) == "de/T0 le/T1 vin/T2\n\nx/T3\n")
}

/// What would end a value or an attribute is escaped; an attribute that is there keeps its value.
@Test func attributesAreEscapedAndKept() throws {
  let input = try read(lines(word("1", "a", "ner=B|Xner=1"), ""), .conllu)
  #expect(
    input.tagged(["a|b=c d\\"], as: .asRead(task: "ner"))
      == lines(word("1", "a", #"ner=B|Xner=1|ner_predicted=a\pb\ec\sd\\"#), ""))
  #expect(input.tagged(["T"], as: .asRead(task: "a|b")) == lines(word("1", "a", #"ner=B|Xner=1|a\pb=T"#), ""))
  let again = try read(lines(word("1", "a", "ner=B|ner_predicted=C"), ""), .conllu)
  #expect(again.tagged(["T"], as: .asRead(task: "ner")) == lines(word("1", "a", "ner=B|ner_predicted=T"), ""))
}

/// Objects keep their bytes and get a field more, also those without tokens.
@Test func objectsKeepTheirBytes() throws {
  let layout = CorpusFormat.jsonl(JSONLayout(token: "tokens"))
  let input = try read(
    #"{ "id":1.50, "tokens" : ["a","\u00fc"] , "x":{"é":[null]} }"# + "\r\n\n" + #"{"tokens":[]}"#, layout)
  #expect(
    input.tagged(["\"", "T1"], as: .asRead(task: "ner"))
      == #"{ "id":1.50, "tokens" : ["a","\u00fc"] , "x":{"é":[null]}, "ner": ["\"", "T1"] }"#
      + "\n\n" + #"{"tokens":[], "ner": []}"# + "\n")
  #expect(numbered(input, .columns) == "a\tT0\nü\tT1\n\n")
  let taken = try read(#"{"ner": ["O"], "tokens": ["a"]}"#, layout)
  #expect(numbered(taken, .asRead(task: "ner")) == #"{"ner": ["O"], "tokens": ["a"], "ner_predicted": ["T0"]}"# + "\n")
  let again = try read(#"{"ner": ["O"], "ner_predicted": ["O"], "tokens": ["a"]}"#, layout)
  #expect(numbered(again, .asRead(task: "ner")) == #"{"ner": ["O"], "ner_predicted": ["T0"], "tokens": ["a"]}"# + "\n")
}

/// A comment among tokens stays among them.
@Test func commentsStayAmongTokens() throws {
  let layout = ColumnLayout(token: 0, comments: "#")
  let input = try read("# a comment\na b\n# two words\nc d\n\n", .columns(layout))
  #expect(numbered(input, .columns) == "# a comment\na b T0\n# two words\nc d T1\n\n")
  #expect(numbered(input, .tagged) == "a/T0 c/T1\n")
}

private func problems(_ text: String, _ format: CorpusFormat, _ place: LayerPlace, like tags: [String] = []) -> String {
  let check = TagCheck(.bio2, LabelReading(missing: "_"), title: "column 'x'", like: tags, in: .bioes)
  do {
    _ = try TaggingInput(
      DataText(Array(text.utf8), name: "in"), reading: CorpusReader(format, layers: [.init("x", at: place)]),
      checking: check)
    return ""
  } catch {
    return "\(error)"
  }
}

/// Labels that are no tags are refused where they stand, equal ones as one.
@Test func wrongGoldTagsAreToldWithTheirPlace() {
  let plain = CorpusFormat.columns(ColumnLayout(token: 0))
  #expect(
    problems("é O\u{200B}\nb _\nc O\nd O\u{200B}\n\ne O\u{200B}\n", plain, .column(1)) == """
      in:1:3: error: expected a bio2 tag (O, B-TYPE or I-TYPE) in column 'x', found 'O<U+200B>': "é O<U+200B>"; remove \
      the characters that are shown by their numbers (the same in 2 other lines: 4, 6)
      """)
  #expect(
    problems("a U-PER\n", plain, .column(1)).contains("it is a tag of bilou: name the scheme of the file"))
  #expect(problems("a I-PER\nb B-LOC\n", plain, .column(1), like: ["S-A", "O"]) == "")
  #expect(
    problems("a B-X\nb B\n", plain, .column(1)).hasPrefix(
      "in:2:3: error: expected a tag with a type, as in 'B-X' in column 'x', found 'B'"))
  #expect(
    problems("a B-X\n", plain, .column(1), like: ["O", "S"]).contains("expected a tag without a type, as in 'B'"))
  #expect(
    problems(lines(word("1", "a", "x=1|t=Q"), ""), .conllu, .conllu(.attribute("t"))).hasPrefix("in:1:19: error: "))
  #expect(
    problems(
      #"{"tokens": ["a", "b"], "t": ["O", "Q"]}"#, .jsonl(JSONLayout(token: "tokens")), .field(JSONField(name: "t"))
    ).hasPrefix("in:1:35: error: "))
}

/// Of many kinds of error ten are shown.
@Test func manyKindsOfErrorAreCounted() {
  let text = (0..<40).map { "a X\($0 % 25)\n" }.joined()
  let shown = problems(text, .columns(ColumnLayout(token: 0)), .column(1)).split(separator: "\n")
  #expect(shown.count == 11 && shown.last == "error: 15 other kinds of error")
}
