/// Finds out how a file of vectors is written down, from its first lines.
struct WordVectorsSurvey {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let name: String

  /// Whether `bytes` are the whole file and not only its beginning.
  private let isWhole: Bool

  /// How many lines decide on the dimension of a file without a header.
  private static let sampledLines = 100

  /// The number of bytes by which a text is told from binary numbers.
  private static let sampledBytes = 4096

  /// More bytes than a number has in any file.
  private static let longestNumber = 64

  init(_ bytes: UnsafeBufferPointer<UInt8>, name: String, isWhole: Bool) {
    self.bytes = bytes
    self.name = name
    self.isWhole = isWhole
  }

  /// What the first lines say. Throws: if the file is of another kind, or if nothing like a vector is in these lines.
  func header() throws(WordVectorsError) -> WordVectorsHeader {
    if let format = ForeignFormat(of: bytes) { throw .otherFormat(file: name, format) }
    if let header = announcement() { return header }
    return try headerOfLines()
  }

  /// What the first line announces if it is two whole numbers.
  private func announcement() -> WordVectorsHeader? {
    var lines = WordVectorsLines(bytes)
    // A longer line is no header, and need not be taken apart.
    guard let first = lines.next(), first.range.count <= 100 else { return nil }
    let fields = lines.fields(first)
    guard fields.count == 2, let count = Int(text(fields[0])), let dimension = Int(text(fields[1])), count >= 0,
      dimension > 0
    else { return nil }
    let text = WordVectorsHeader(
      format: .word2vecText, dimension: dimension, announced: count, offset: min(lines.position, bytes.count), line: 2)
    let binary = WordVectorsHeader(
      format: .word2vecBinary, dimension: dimension, announced: count, offset: text.offset, line: 2)
    return isText(after: text) || !isBinary(after: binary) ? text : binary
  }

  /// Whether the first line after `header` is a word and numbers, as many as may be, so that a text with too few is
  /// still a text.
  private func isText(after header: WordVectorsHeader) -> Bool {
    var lines = WordVectorsLines(bytes, after: header)
    while let line = lines.next() {
      // Of binary numbers, a line may be the whole file.
      guard (line.range.count - Self.sampledBytes) / Self.longestNumber <= header.dimension else { return false }
      let count = lines.fieldCount(line)
      if count == 0 { continue }
      return (count > 1 && lines.holdsNumbers(line, after: 1))
        || (count > header.dimension && lines.holdsNumbers(line, after: count - header.dimension))
    }
    return true
  }

  /// Whether what follows `header`, and is not a line of numbers, has bytes that no text has, or is binary vectors to
  /// the last byte.
  private func isBinary(after header: WordVectorsHeader) -> Bool {
    let sample = bytes[header.offset...].prefix(Self.sampledBytes)
    if sample.contains(where: { $0 < 0x20 && !(0x09...0x0D).contains($0) }) { return true }
    // A character of several bytes may be cut at the end of the sample.
    let cuts = (0...min(3, sample.count)).map { sample.dropLast($0) }
    if !cuts.contains(where: { String(validating: $0, as: UTF8.self) != nil }) { return true }
    guard isWhole, sample.count == bytes.count - header.offset else { return false }
    var vectors = BinaryVectors(bytes, after: header)
    for _ in 0..<(header.announced ?? 0) { guard vectors.next() != nil else { return false } }
    return (header.announced ?? 0) > 0 && vectors.isAtEnd
  }

  /// The dimension that most of the first lines have; of those that equally many have, the one that came first.
  ///
  /// Not the first line alone decides, since its word may contain blanks.
  private func headerOfLines() throws(WordVectorsError) -> WordVectorsHeader {
    var lines = WordVectorsLines(bytes)
    let start = lines.position
    var votes: [(dimension: Int, lines: Int)] = []
    func vote(_ dimension: Int) {
      if let place = votes.firstIndex(where: { $0.dimension == dimension }) {
        votes[place].lines += 1
      } else {
        votes.append((dimension, 1))
      }
    }
    var (first, blank): (WordVectorsLines.Line?, WordVectorsLines.Line?)
    while lines.number < Self.sampledLines, let line = lines.next() {
      // The last line of a beginning is cut.
      guard line.isEnded || isWhole || votes.isEmpty else { break }
      guard let last = lines.lastField(of: line) else { continue }
      first = first ?? line
      if line.range.count > WordVectorsError.longestLine, isNumber(last) { throw .lineTooLong(shown(line)) }
      guard isNumber(last) else { continue }
      let components = lines.fieldCount(line) - 1
      if lines.startsWithBlank(line) {
        blank = blank ?? line
      } else if components > 0 {
        vote(components)
      }
    }
    if votes.isEmpty, let blank {
      let count = lines.fieldCount(blank)
      vote(lines.holdsNumbers(blank, after: 0) ? count : count - 1)
    }
    guard let most = votes.map(\.lines).max(), let dimension = votes.first(where: { $0.lines == most })?.dimension,
      dimension > 0
    else { throw nothing(at: first, lines) }
    return WordVectorsHeader(format: .glove, dimension: dimension, announced: nil, offset: start, line: 1)
  }

  /// Why the first lines hold no vector, of which `line` is the first that is not blank.
  private func nothing(at line: WordVectorsLines.Line?, _ lines: WordVectorsLines) -> WordVectorsError {
    guard let line, let last = lines.lastField(of: line) else { return .empty(file: name) }
    let shown = shown(line)
    if isNumber(last) || lines.fieldCount(line) == 1 { return .wrongDimension(shown, found: 0, expected: 1) }
    return .notANumber(shown, text: TextLine.visible(bytes[last]))
  }

  private func shown(_ line: WordVectorsLines.Line) -> TextLine {
    TextLine(showing: line.range, of: bytes, file: name, number: line.number)
  }

  private func isNumber(_ field: Range<Int>) -> Bool { bytes.holdNumber(in: field) }

  private func text(_ field: Range<Int>) -> String { String(decoding: bytes[field], as: UTF8.self) }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether the bytes in `range` are a decimal numeral, or stand for a number that is not finite.
  func holdNumber(in range: Range<Int>) -> Bool {
    if parseFloat(self, in: range) != nil { return true }
    guard range.count <= 40 else { return false }
    let text = String(decoding: self[range], as: UTF8.self).lowercased()
    let size = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
    return ["nan", "inf", "infinity"].contains(size) || Double(text) != nil
  }
}
