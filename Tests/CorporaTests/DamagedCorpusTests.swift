import Model
import TestSupport
import Testing

@testable import Corpora

/// A format with small files in it, which are changed at random.
private struct DamagedFormat: CustomTestStringConvertible {
  let name: String
  let reader: CorpusReader
  let files: [String]

  var testDescription: String { name }

  private static let text: CorpusText = {
    var generator = SeededGenerator(seed: 7)
    return .random(sentences: 3, using: &generator)
  }()

  static let all: [DamagedFormat] = {
    let ner = CorpusReader.Layer("ner", at: .column(3))
    let names = ["N", "O", "B-X", "I-X"]
    let conll = [
      "EU NNP B-NP B-ORG\nrejects VBZ B-VP O\n\n-DOCSTART- -X- -X- O\n\nPeter NNP B-NP B-PER\n# # = O\n",
      "-DOCSTART- O\n\u{E9}t\u{E9} NN B-NP O\n\n\na\tb c\td\n", "# x = y\na b c d\n\n# NN = O\n",
    ]
    let commented = [
      "# id 1\na b c d\n# _ _ O\n#tag _ _ O\n\n# id 2\nx y z w\n", "# newdoc\n# b\n1\tNew York\tB L\t\n",
      "#\thttp\t[2010]\t\n1\ta\tO\tO\n2\tb\tO\tB-X\n\n",
    ]
    func columns(_ name: String, _ files: [String], _ layout: ColumnLayout, _ layers: [CorpusReader.Layer]) -> Self {
      DamagedFormat(name: name, reader: CorpusReader(.columns(layout), layers: layers), files: files)
    }
    let two = [CorpusReader.Layer("pos", at: .column(1)), CorpusReader.Layer("ner", at: .column(2))]
    return [
      columns("blanks", conll, ColumnLayout(token: 0, skip: ["-DOCSTART-"]), [ner]),
      columns("tokens", ["a\nb\n\nc\n", "#\n{\n"] + conll, ColumnLayout(token: 0), []),
      columns("comments", commented, ColumnLayout(token: 0, comments: "#", skip: ["x"]), [ner]),
      columns(
        "sentences", ["#begin document x\na b c\nd e f\n\ng h i j\n\n#end document\n"] + commented,
        ColumnLayout(token: 1, comments: "#", width: .sentence), [.init("ner", at: .column(2))]),
      columns("tabs", commented + [text.inTabs], ColumnLayout(token: 1, separator: .tab, comments: "#"), [ner]),
      columns("ten", [text.inCoNLLU, commented[2]], ColumnLayout(token: 1, separator: .tab, comments: "#"), [ner]),
      columns("three", [text.inBlanks], ColumnLayout(token: 0), two),
      DamagedFormat(
        name: "CoNLL-U",
        reader: CorpusReader(
          .conllu, layers: [.init("upos", at: .conllu(.column(.upos))), .init("x", at: .conllu(.attribute("pos")))]),
        files: [
          text.inCoNLLU, "# newdoc\n1\ta\t_\tX\t_\t_\t_\t_\t_\tpos=b|x=y\n2-3\tc d\t_\t_\t_\t_\t_\t_\t_\t_\n\n",
        ]),
      DamagedFormat(
        name: "JSON",
        reader: CorpusReader(
          .jsonl(JSONLayout(token: "tokens", document: "doc")),
          layers: [.init("ner", at: .field(JSONField(name: "ner", labels: names)))]),
        files: [
          text.inJSON,
          #"{"doc": 1, "tokens": ["a", "\u00e9"], "ner": [0, "B-X"], "x": {"y": [null, 1e5, true]}}"# + "\n",
        ]),
    ]
  }()

  /// A file that is changed at random, compressed now and then.
  func damaged(by mutator: inout Mutator) -> [UInt8] {
    var bytes = mutator.next()
    switch Int.random(in: 0..<16, using: &mutator.generator) {
    case 0: bytes.removeSubrange(Int.random(in: 0...bytes.count, using: &mutator.generator)...)
    case 1: bytes += mutator.next()
    case 2: bytes = bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    case 3: bytes = [0xEF, 0xBB, 0xBF] + bytes
    case 4: bytes = [0xFF, 0xFE] + bytes.flatMap { [$0, 0] }
    case 5: bytes = String(decoding: bytes, as: UTF8.self).unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    case 6:
      // The fields of a line change places.
      var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
      let line = Int.random(in: 0..<lines.count, using: &mutator.generator)
      let separator = UInt8(ascii: lines[line].contains(0x09) ? "\t" : " ")
      let fields = lines[line].split(separator: separator, omittingEmptySubsequences: false)
      lines[line] = Array(fields.shuffled(using: &mutator.generator).joined(separator: [separator]))
      bytes = Array(lines.joined(separator: [0x0A]))
    default: break
    }
    if Int.random(in: 0..<5, using: &mutator.generator) > 0 { return bytes }
    bytes = gzipped(bytes, members: 1 + Int.random(in: 0..<200, using: &mutator.generator))
    if Int.random(in: 0..<3, using: &mutator.generator) == 0 {
      bytes[Int.random(in: 0..<bytes.count, using: &mutator.generator)] ^= 1
    }
    return bytes
  }
}

@Suite struct DamagedCorpusTests {
  /// What is put into files besides bytes and lines.
  private static let tokens = [
    " ", "\t", "\n", "\n\n", "\r\n", "\r", "#", "# a = b\n", "# sent_id = 1\n", "-DOCSTART- ", "\u{FEFF}", "\u{A0}",
    "\u{0}", "1", "2-3\t", "1.1\t", "\"", "\\u00e9", "\\ud800", "[", "]", "{\"", "}", ", ", "null", "\"tokens\": []",
    "-1", "1e9", "99999999999999999999", "e\u{301}", "|", "pos=", "PK\u{3}\u{4}",
  ]

  /// Whatever the bytes: nothing crashes, every refusal says where, and what is read is what is there.
  @Test(arguments: DamagedFormat.all.indices)
  fileprivate func damagedFilesAreReadOrRefused(number: Int) throws {
    let format = DamagedFormat.all[number]
    var mutator = Mutator(
      seeds: format.files.map { Array($0.utf8) }, tokens: Self.tokens, seed: UInt64(100 + number))
    var readable: [(text: DataText, corpus: NaiveCorpus)] = []
    var meter = FuzzMeter("corpus, \(format.name)")
    for _ in 0..<fuzzCount(usual: 400) {
      let bytes = format.damaged(by: &mutator)
      meter.measure(bytes) { bytes in
        (try? DataText(bytes, name: "f")).map { (try? format.reader.read([$0])) != nil } ?? false
      }
      let text: DataText
      do throws(CorpusError) { text = try DataText(bytes, name: "f") } catch {
        #expect(error.file == "f")
        continue
      }
      let naive = NaiveCorpus(text.bytes, format.reader)
      let survey = format.reader.survey([text])
      do throws(CorpusError) {
        let corpus = try format.reader.read([text])
        #expect(naive == NaiveCorpus(corpus), "\(format.name): \(text.shown)")
        #expect(survey.corpus == corpus && survey.errors == [], "\(format.name): \(text.shown)")
        // Enough of them to put together; the long form has many more.
        if let naive, readable.count < 2_000 { readable.append((text, naive)) }
      } catch {
        #expect(error.file == "f")
        #expect(!error.description.utf8.contains { $0 < 0x20 }, "\(format.name): \(text.shown)")
        #expect(survey.errors.first == error, "\(format.name): \(text.shown)")
        #expect(error.line.map { text.has($0) } ?? error.isAboutTheWhole, "\(format.name): \(error) of \(text.shown)")
        if naive != nil { #expect(error.isStricter, "\(format.name): \(error) of \(text.shown)") }
      }
    }
    #expect(readable.count > 20, "\(format.name): some files stay readable")
    #expect(meter.finish() == [])
    // Files that follow each other are read as each is alone.
    for (first, second) in zip(readable, readable.dropFirst()) {
      let both = try format.reader.read([first.text, second.text])
      #expect(NaiveCorpus(both).sentences == first.corpus.sentences + second.corpus.sentences)
    }
  }
}

extension DataText {
  /// The text for a message.
  fileprivate var shown: String { String(decoding: bytes, as: UTF8.self).debugDescription }

  /// Whether the text has this line, and the bytes that it points at.
  fileprivate func has(_ line: TextLine) -> Bool {
    let start = bytes[..<min(line.bytes.lowerBound, bytes.count)]
    return line.file == name && line.bytes.upperBound <= bytes.count
      && start.count(where: { $0 == 0x0A }) + 1 == line.number && !bytes[line.bytes].contains(0x0A)
  }
}

extension CorpusError {
  /// Whether the error is about a file as a whole.
  fileprivate var isAboutTheWhole: Bool {
    switch self {
    case .noSentences, .compressed, .foreign, .tooLarge: true
    case .tooFewColumns, .unequalColumns, .emptyColumn, .invalidUTF8, .controlCharacter, .otherFormat, .conlluWidth,
      .conlluID, .notJSON, .noField, .wrongField, .unequalFields, .unknownLabel, .wrongTag, .unknownColumn, .noLabels,
      .tooShortToHoldOut, .tooFewToHoldOut, .lineTooLong, .sentenceTooLong:
      false
    }
  }

  /// Whether a plain reader may read what this is about: comments and ranges of words that have the columns of tokens,
  /// and JSON that is refused although other readers guess.
  fileprivate var isStricter: Bool {
    switch self {
    case .otherFormat(let line, .comments): line.text.hasPrefix("# sent_id =")
    case .otherFormat(_, .conllu), .notJSON, .wrongField, .unequalFields, .unknownLabel: true
    case .tooFewColumns, .unequalColumns, .emptyColumn, .invalidUTF8, .controlCharacter, .otherFormat, .conlluWidth,
      .conlluID, .noField, .noSentences, .compressed, .foreign, .tooLarge, .wrongTag, .unknownColumn, .noLabels,
      .tooShortToHoldOut, .tooFewToHoldOut, .lineTooLong, .sentenceTooLong:
      false
    }
  }
}
