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
    for form in TaggedForm.allCases {
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
  let input = try text(String(repeating: "word ", count: 200_000))
  #expect(input.corpus.sentenceLengths == [200_000])
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
