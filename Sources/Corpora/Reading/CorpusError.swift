/// Why a corpus cannot be read or used as asked.
package enum CorpusError: Error, Hashable, Sendable {
  /// A line has fewer columns than the spec's `columns` ask for; `expected` is the least number that would do.
  case tooFewColumns(TextLine, found: Int, expected: Int, column: String)

  /// A line has another number of columns than the first line of the file.
  case unequalColumns(TextLine, found: Int, expected: Int, firstLine: Int)

  /// A line is not UTF-8.
  case invalidUTF8(TextLine)

  /// A line holds a control character, such as NUL or a carriage return that ends no line.
  case controlCharacter(TextLine, UInt8)

  /// A file without any sentence.
  case noSentences(file: String)

  /// A file of more than `CorpusError.largestFile` bytes.
  case tooLarge(file: String, bytes: Int)

  /// A column is asked for that the corpus does not have.
  case unknownColumn(file: String, name: String, known: [String])

  /// A corpus of one sentence, of which no part can be held out.
  case tooShortToHoldOut(file: String, sentences: Int)

  /// The size in bytes of the largest file that is read: token numbers must fit 32 bits.
  package static let largestFile = 1 << 31
}

extension CorpusError: CustomStringConvertible {
  /// The message as compilers print it, with what was found, what was expected and what to do.
  package var description: String {
    switch self {
    case .tooFewColumns(let line, let found, let expected, let column):
      """
      \(line.place): error: found \(counted(found)), expected at least \(expected) since column '\(column)' has \
      index \(expected - 1): "\(line.text)"; complete the line or correct the dataset's `columns`
      """
    case .unequalColumns(let line, let found, let expected, let firstLine):
      """
      \(line.place): error: found \(counted(found)), expected \(expected) as in line \(firstLine): \
      "\(line.text)"; a token or tag may hold a blank, or an empty line between sentences may be missing
      """
    case .invalidUTF8(let line):
      """
      \(line.place): error: found bytes that are not UTF-8, expected UTF-8 text: "\(line.text)"; \
      convert the file, for example with `iconv -f latin1 -t utf-8`
      """
    case .controlCharacter(let line, let byte):
      """
      \(line.place): error: found the control character \(named(byte)), expected text: "\(line.text)"; \
      save the file as plain UTF-8 text with one token a line
      """
    case .noSentences(let file):
      "\(file):1: error: found no sentence, expected at least one; is this the right file, and is it complete?"
    case .tooLarge(let file, let bytes):
      """
      \(file):1: error: found \(bytes) bytes, expected at most \(CorpusError.largestFile); \
      split the corpus
      """
    case .unknownColumn(let file, let name, let known):
      """
      \(file):1: error: found no column '\(name)', expected one of \(known.joined(separator: ", ")); \
      add it to the dataset's `columns`
      """
    case .tooShortToHoldOut(let file, let sentences):
      """
      \(file):1: error: found \(sentences) sentence(s), expected at least 2 to hold some out; \
      give the dataset a dev file
      """
    }
  }

  private func counted(_ columns: Int) -> String { columns == 1 ? "1 column" : "\(columns) columns" }

  private func named(_ byte: UInt8) -> String {
    switch byte {
    case 0: "NUL"
    case 0x0D: "CR (a carriage return that does not end a line)"
    default: "U+00" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
  }
}
