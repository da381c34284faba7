/// The state of reading one file of vectors.
struct WordVectorsReading {
  private let name: String
  private let wanted: WordTable

  /// Whether the components of wanted words are kept.
  private let keepsValues: Bool

  /// The numbers of the wanted words that have a vector, in the order of the file, and whether each has one.
  private var found: [Int] = []
  private var isFound: [Bool]

  /// The components of these words. Shape: [found, dimension].
  private(set) var values: [Float] = []

  private(set) var tally = WordVectorsTally()

  init(name: String, wanted: some Sequence<String>, keepsValues: Bool) {
    self.name = name
    self.wanted = WordTable(wanted)
    self.keepsValues = keepsValues
    isFound = [Bool](repeating: false, count: self.wanted.words.count)
  }

  /// The wanted words that have a vector, in the order of the file.
  var foundWords: [String] { found.map { wanted.words[$0] } }

  /// Reads all of `bytes`, which are not compressed.
  mutating func run(_ bytes: [UInt8]) throws(WordVectorsError) -> WordVectorsHeader {
    try bytes.withUnsafeBufferPointer { (buffer) throws(WordVectorsError) in
      let header = try WordVectorsSurvey(buffer, name: name, isWhole: true).header()
      switch header.format {
      case .glove, .word2vecText: try readLines(of: buffer, after: header)
      case .word2vecBinary: try readBinary(buffer, after: header)
      }
      if tally.vectors == 0 { throw .empty(file: name) }
      if let announced = header.announced, announced != tally.vectors {
        throw .wrongCount(file: name, found: tally.vectors, expected: announced)
      }
      if tally.usable == 0 { throw .noneUsable(file: name, tally) }
      return header
    }
  }

  // MARK: Texts

  private mutating func readLines(
    of bytes: UnsafeBufferPointer<UInt8>, after header: WordVectorsHeader
  ) throws(WordVectorsError) {
    var lines = WordVectorsLines(bytes, after: header)
    while let line = lines.next() {
      if line.range.count > WordVectorsError.longestLine { throw .lineTooLong(shown(line, of: lines)) }
      let count = lines.fieldCount(line)
      if count == 0 { continue }
      guard count - 1 == header.dimension, let word = lines.field(of: line, from: line.range.lowerBound) else {
        try passOver(line, of: lines, fields: count, dimension: header.dimension)
        continue
      }
      if !line.isEnded { try checkEnd(of: line, lines) }
      if take(word, of: bytes, at: .line(line.number)), keepsValues {
        try keepNumbers(of: line, after: word, lines)
      }
    }
  }

  /// Counts a line whose word is a blank or contains blanks. Throws: if it is not the word but the components that
  /// make the line's number of fields an unusual one.
  private mutating func passOver(
    _ line: WordVectorsLines.Line, of lines: WordVectorsLines, fields count: Int, dimension: Int
  ) throws(WordVectorsError) {
    let isBlank = count == dimension && lines.startsWithBlank(line)
    guard isBlank || count - 1 > dimension,
      lines.holdsNumbers(line, after: count - dimension)
    else { throw .wrongDimension(shown(line, of: lines), found: count - 1, expected: dimension) }
    tally.count()
    tally.passOver(isBlank ? .blank : .holdsBlanks, at: .line(line.number))
  }

  /// Throws: if a last line without a line break ends inside a number, as files do that were cut off.
  private func checkEnd(of line: WordVectorsLines.Line, _ lines: WordVectorsLines) throws(WordVectorsError) {
    guard let last = lines.lastField(of: line), !lines.bytes.holdNumber(in: last) else { return }
    throw .notANumber(shown(line, of: lines), text: TextLine.visible(lines.bytes[last]))
  }

  private mutating func keepNumbers(
    of line: WordVectorsLines.Line, after word: Range<Int>, _ lines: WordVectorsLines
  ) throws(WordVectorsError) {
    var position = word.upperBound
    while let field = lines.field(of: line, from: position) {
      guard let value = parseFloat(lines.bytes, in: field) else {
        throw .notANumber(shown(line, of: lines), text: TextLine.visible(lines.bytes[field]))
      }
      values.append(value)
      position = field.upperBound
    }
  }

  private func shown(_ line: WordVectorsLines.Line, of lines: WordVectorsLines) -> TextLine {
    TextLine(showing: line.range, of: lines.bytes, file: name, number: line.number)
  }

  // MARK: Binary files

  private mutating func readBinary(
    _ bytes: UnsafeBufferPointer<UInt8>, after header: WordVectorsHeader
  ) throws(WordVectorsError) {
    let announced = header.announced ?? 0
    var vectors = BinaryVectors(bytes, after: header)
    for number in stride(from: 1, through: announced, by: 1) {
      guard let vector = vectors.next() else { throw .cutOff(file: name, vector: number, announced: announced) }
      guard take(vector.word, of: bytes, at: .vector(number)), keepsValues else { continue }
      for value in vectors.values(of: vector) {
        guard value.isFinite else {
          throw .notFinite(file: name, vector: number, word: TextLine.visible(bytes[vector.word]))
        }
        values.append(value)
      }
    }
    guard vectors.isAtEnd else { throw .surplus(file: name, announced: announced) }
  }

  // MARK: Words

  /// Counts a vector of the word in `range` of `bytes`, and returns whether it is the first one of a wanted word.
  private mutating func take(
    _ range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>, at place: WordVectorsTally.Place
  ) -> Bool {
    tally.count()
    let word = UnsafeBufferPointer(rebasing: bytes[range])
    if let number = wanted.number(of: word) {
      if isFound[number] {
        tally.passOver(.repeated, at: place)
        return false
      }
      isFound[number] = true
      found.append(number)
      return true
    }
    if let reason = word.reasonToPassOver { tally.passOver(reason, at: place) }
    return false
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Why no token equals the word with these bytes, if none does.
  fileprivate var reasonToPassOver: WordVectorsTally.Reason? {
    var (blanks, hasHighBit) = (0, false)
    for byte in self {
      // Tab, line breaks and the blank.
      if (0x09...0x0D).contains(byte) || byte == 0x20 { blanks += 1 }
      if byte >= 0x80 { hasHighBit = true }
    }
    if blanks == count { return .blank }
    if blanks > 0 { return .holdsBlanks }
    return hasHighBit && String(validating: self, as: UTF8.self) == nil ? .notUTF8 : nil
  }
}
