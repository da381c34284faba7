extension WordVectors {
  /// The vectors that `bytes` hold of the words in `wanted`; `name` is the file they come from, for messages.
  ///
  /// A line is a word and its components, separated by blanks; a first line of two whole numbers, as word2vec writes
  /// it, says how many words and components follow. Of a word that comes twice the first vector counts. Lines of
  /// unwanted words are checked for their number of components only.
  ///
  /// Throws: `WordVectorsError`, naming the line.
  package static func read(
    _ bytes: [UInt8], name: String, wanted: some Sequence<String>
  ) throws(WordVectorsError) -> WordVectors {
    var reading = WordVectorsReading(
      lines: LineScanner(bytes, file: name), wanted: Set(wanted.map(ExactText.init)))
    return try reading.run()
  }
}

/// Why word vectors cannot be read.
package enum WordVectorsError: Error, Hashable, Sendable {
  /// A line has another number of components than the first one, or than the header announces.
  case wrongDimension(TextLine, found: Int, expected: Int)

  /// A component is no finite decimal number.
  case notANumber(TextLine, text: String)

  /// A word is not UTF-8.
  case invalidUTF8(TextLine)

  /// The header announces another number of words than there are.
  case wrongCount(file: String, found: Int, expected: Int)

  /// A file without any vector.
  case empty(file: String)
}

extension WordVectorsError: CustomStringConvertible {
  /// The message as compilers print it, with what was found, what was expected and what to do.
  package var description: String {
    switch self {
    case .wrongDimension(let line, let found, let expected):
      """
      \(line.place): error: found \(found) component\(found == 1 ? "" : "s"), expected \(expected): "\(line.text)"; \
      is the file complete and in the text format of GloVe?
      """
    case .notANumber(let line, let text):
      "\(line.place): error: found '\(text)', expected a finite decimal number: \"\(line.text)\"; correct the line"
    case .invalidUTF8(let line):
      """
      \(line.place): error: found bytes that are not UTF-8, expected a word in UTF-8: "\(line.text)"; \
      convert the file
      """
    case .wrongCount(let file, let found, let expected):
      """
      \(file):1: error: found \(found) vectors, expected \(expected) as the first line says; \
      is the file complete?
      """
    case .empty(let file): "\(file):1: error: found no vector, expected at least one; is this the right file?"
    }
  }
}

/// The state of reading one file.
private struct WordVectorsReading {
  var lines: LineScanner
  let wanted: Set<ExactText>
  var fields: [Range<Int>] = []

  /// The number of words that the header announces.
  var announced: Int?
  var dimension: Int?
  var found = 0
  var words: [String] = []
  var known: Set<ExactText> = []
  var values: [Float] = []

  init(lines: LineScanner, wanted: Set<ExactText>) {
    self.lines = lines
    self.wanted = wanted
  }

  mutating func run() throws(WordVectorsError) -> WordVectors {
    while let line = lines.next() {
      lines.split(line, into: &fields)
      if fields.isEmpty { continue }
      if line.number == 1, takeHeader() { continue }
      try read(line)
    }
    guard let dimension, found > 0 else { throw .empty(file: lines.file) }
    if let announced, announced != found {
      throw .wrongCount(file: lines.file, found: found, expected: announced)
    }
    return WordVectors(name: lines.file, dimension: dimension, words: words, values: values)
  }

  /// Takes the first line's fields for a header if they are two whole numbers.
  private mutating func takeHeader() -> Bool {
    guard fields.count == 2, let count = Int(lines.text(fields[0])), let width = Int(lines.text(fields[1])),
      count >= 0, width > 0
    else { return false }
    announced = count
    dimension = width
    return true
  }

  private mutating func read(_ line: LineScanner.Line) throws(WordVectorsError) {
    let expected = dimension ?? fields.count - 1
    let components = fields.count - 1
    if components > expected, parseFloat(lines.bytes, in: fields[1]) == nil {
      // A few lines of the larger published files have a word with a blank in it, which no token equals.
      found += 1
      return
    }
    guard components == expected, expected > 0 else {
      throw .wrongDimension(lines.shown(line), found: components, expected: max(expected, 1))
    }
    dimension = expected
    found += 1
    guard let word = String(validating: lines.bytes[fields[0]], as: UTF8.self) else {
      throw .invalidUTF8(lines.shown(line))
    }
    if wanted.contains(ExactText(word)), known.insert(ExactText(word)).inserted { try keep(word, of: line) }
  }

  private mutating func keep(_ word: String, of line: LineScanner.Line) throws(WordVectorsError) {
    words.append(word)
    for field in fields.dropFirst() {
      guard let value = parseFloat(lines.bytes, in: field) else {
        throw .notANumber(lines.shown(line), text: String(lines.text(field).prefix(40)))
      }
      values.append(value)
    }
  }
}
