import Model
import Text

/// The lines of a CoNLL-U file: comments, words, ranges of words and empty nodes.
///
/// Tokens are the syntactic words. Source: universaldependencies.org/format.html.
struct ConlluLines: CorpusLines {
  private let layers: [ConlluLayer]

  private(set) var builder: CorpusBuilder
  private var scanner: LineScanner
  private var fields: [Range<Int>] = []
  private var line = LineScanner.Line(number: 0, range: 0..<0)

  /// The ID of the sentence's last word; 0 before the first.
  private var lastWord = 0

  init(_ text: DataText, _ layers: [CorpusReader.Layer], continuing builder: CorpusBuilder) {
    self.layers = [.column(.form)] + layers.map(\.conlluLayer)
    self.builder = builder
    scanner = LineScanner(text)
    self.builder.beginFile(text.name)
  }

  var text: String { scanner.text(line.range) }
  var textOfColumns: String { text }

  func shown(column: Int, token: Int) -> TextLine {
    scanner.shown(line, at: fields[layers[column].column.index])
  }

  mutating func next() throws(CorpusError) -> CorpusLineKind? {
    guard let next = try scanner.nextText() else {
      builder.endSentence()
      return nil
    }
    line = next
    let count = scanner.splitAtTabs(next, keeping: ConlluColumn.count, in: &fields)
    if count == 0 {
      builder.endSentence()
      lastWord = 0
      return .empty
    }
    if scanner.bytes[next.range.lowerBound] == UInt8(ascii: "#"), count < ConlluColumn.count {
      builder.tally.comments += 1
      if text.beginsDocument(after: "#") { builder.beginDocument() }
      return .other
    }
    guard count == ConlluColumn.count else {
      // The word is counted, so that the next one is not wrong too.
      if let first = fields.first, case .word(let number)? = ConlluID(scanner.bytes[first]) { lastWord = number }
      throw .conlluWidth(scanner.shown(next), found: count)
    }
    switch ConlluID(scanner.bytes[fields[0]]) {
    case .word(let number) where number == lastWord + 1:
      lastWord = number
      try readWord()
      return .token
    case .range:
      builder.tally.wordRanges += 1
      return .other
    case .emptyNode:
      builder.tally.emptyNodes += 1
      return .other
    case .word(let number):
      let expected = lastWord + 1
      // What follows is counted from here, so that one gap is one error.
      lastWord = number
      throw wrongID("the ID \(expected)")
    case nil: throw wrongID("an ID such as 1, 1-2 or 1.1")
    }
  }

  private func wrongID(_ expected: String) -> CorpusError {
    .conlluID(scanner.shown(line, at: fields[0]), found: scanner.text(fields[0]).visible, expected: expected)
  }

  private mutating func readWord() throws(CorpusError) {
    for layer in layers where !scanner.bytes[fields[layer.column.index]].contains(where: { $0 != UInt8(ascii: " ") }) {
      throw .emptyColumn(scanner.shown(line, at: fields[layer.column.index]), column: layer.column.keyName)
    }
    for (number, layer) in layers.enumerated() { builder.append(value(of: layer), toColumn: number) }
    if let mark = scanner.byteOrderMark(in: line) { builder.tally.byteOrderMarks.add(scanner.shown(line, at: mark)) }
    builder.endToken(line: line.number)
    try builder.checkLength(at: scanner.shown(line))
  }

  private func value(of layer: ConlluLayer) -> String {
    let field = fields[layer.column.index]
    switch layer {
    case .column: return scanner.text(field)
    case .feature(let name), .attribute(let name):
      let key = Array("\(name)=".utf8)
      var start = field.lowerBound
      while start < field.upperBound {
        let end = scanner.bytes[start..<field.upperBound].firstIndex(of: UInt8(ascii: "|")) ?? field.upperBound
        if scanner.bytes[start..<end].starts(with: key) { return scanner.text(start + key.count..<end) }
        start = end + 1
      }
      return "_"
    }
  }
}

extension ConlluColumn {
  /// How many columns a line has.
  static let count = allCases.count
}

/// The first column of a line of CoNLL-U.
enum ConlluID: Hashable {
  /// A syntactic word, counted from 1.
  case word(Int)

  /// Several words that are written as one, of which this is the first.
  case range(from: Int)

  /// A word that is not in the text: of those after the word `after`, the one with this number, from 1.
  case emptyNode(after: Int, number: Int)

  /// The ID that `bytes` spell; `nil` if they spell none.
  init?(_ bytes: ArraySlice<UInt8>) {
    let separators: [UInt8] = [UInt8(ascii: "-"), UInt8(ascii: ".")]
    let parts = bytes.split(maxSplits: 1, omittingEmptySubsequences: false) { separators.contains($0) }
    let numbers = parts.compactMap(Self.number)
    guard numbers.count == parts.count, let first = numbers.first, let last = numbers.last else { return nil }
    if parts.count == 1 {
      self = .word(first)
    } else {
      self =
        bytes[parts[0].endIndex] == separators[0] ? .range(from: first) : .emptyNode(after: first, number: last)
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count < 10 else { return nil }
    var number = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return number
  }
}
