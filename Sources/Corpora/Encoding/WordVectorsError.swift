package import Gzip
import Text

/// Why word vectors cannot be read.
package enum WordVectorsError: Error, Hashable, Sendable {
  /// A line has another number of components than most of the first lines, or than the header announces.
  case wrongDimension(TextLine, found: Int, expected: Int)

  /// A line of a text has more bytes than `WordVectorsError.longestLine`.
  case lineTooLong(TextLine)

  /// A component is no finite decimal number.
  case notANumber(TextLine, text: String)

  /// A component in a binary file is infinite or no number; vectors are numbered from 1.
  case notFinite(file: String, vector: Int, word: String)

  /// The header announces another number of words than there are.
  case wrongCount(file: String, found: Int, expected: Int)

  /// A binary file ends before vector `vector`, numbered from 1, does.
  case cutOff(file: String, vector: Int, announced: Int)

  /// More bytes follow the vectors of a binary file than its header announces.
  case surplus(file: String, announced: Int)

  /// A file without any vector.
  case empty(file: String)

  /// Every vector of the file was passed over.
  case noneUsable(file: String, WordVectorsTally)

  /// The file is compressed and cannot be expanded.
  case compressed(file: String, GzipError)

  /// The file holds something else than vectors.
  case otherFormat(file: String, ForeignFormat)
}

extension WordVectorsError {
  /// The size in bytes of the longest line of a text that is read: enough for thousands of components.
  static let longestLine = 1 << 20
}

extension WordVectorsError: CustomStringConvertible {
  /// The message as compilers print it, followed by what to do.
  package var description: String {
    let place = line?.place ?? (isAboutFirstLine ? "\(file):1" : file)
    return "\(place): error: \(message)\(line.map { ": \"\($0.text)\"" } ?? ""); \(help)"
  }

  /// The line that the error is about; `nil` for the file as a whole.
  package var line: TextLine? {
    switch self {
    case .wrongDimension(let line, _, _), .notANumber(let line, _), .lineTooLong(let line): line
    case .notFinite, .wrongCount, .cutOff, .surplus, .empty, .noneUsable, .compressed, .otherFormat: nil
    }
  }

  /// The file that the error is about.
  package var file: String {
    switch self {
    case .wrongDimension(let line, _, _), .notANumber(let line, _), .lineTooLong(let line): line.file
    case .notFinite(let file, _, _), .wrongCount(let file, _, _), .cutOff(let file, _, _), .surplus(let file, _),
      .empty(let file), .noneUsable(let file, _), .compressed(let file, _), .otherFormat(let file, _):
      file
    }
  }

  /// Whether the first line of the file is where to look.
  private var isAboutFirstLine: Bool {
    switch self {
    case .wrongCount, .empty: true
    case .wrongDimension, .notANumber, .lineTooLong, .notFinite, .cutOff, .surplus, .noneUsable, .compressed,
      .otherFormat:
      false
    }
  }

  /// What was expected, and what was found.
  package var message: String {
    switch self {
    case .wrongDimension(_, let found, let expected):
      "expected \(counted(expected, "component")), found \(found)"
    case .lineTooLong: "a line of vectors has at most \(Self.longestLine) bytes, and this line has more"
    case .notANumber(_, let text): "expected a finite decimal number, found '\(text)'"
    case .notFinite(_, let vector, let word):
      "expected finite numbers, found others in vector \(vector), of the word '\(word)'"
    case .wrongCount(_, let found, let expected):
      "expected \(counted(expected, "vector")) as the first line says, found \(found)"
    case .cutOff(_, let vector, let announced):
      "expected \(counted(announced, "vector")) as the first line says, found the end of the file in vector \(vector)"
    case .surplus(_, let announced):
      "expected \(counted(announced, "vector")) as the first line says, found more bytes after them"
    case .empty: "expected at least one vector, found none"
    case .noneUsable(_, let tally):
      "expected vectors of words without blanks, found only "
        + tally.passedOver.map(\.description).joined(separator: " and ")
    case .compressed(_, let error): "cannot expand the file: \(error)"
    case .otherFormat(_, let format): "expected vectors of words, found \(format.title)"
    }
  }

  /// What to do about it.
  package var help: String {
    switch self {
    case .wrongDimension, .wrongCount, .cutOff, .surplus:
      "the file may be incomplete; download it again or correct it"
    case .notANumber, .notFinite: "correct the number or remove the word"
    case .empty, .noneUsable, .lineTooLong: "check that this is a file of GloVe, word2vec or fastText"
    case .compressed(_, .tooDense): "check that this is the right file"
    case .compressed(_, .tooLarge): "expand the file and keep the words that you need"
    case .compressed(_, .truncated), .compressed(_, .damaged), .compressed(_, .trailingBytes):
      "the file may be incomplete; download it again"
    case .otherFormat(_, let format): format.help
    }
  }
}

extension TextLine {
  /// The line with the bytes in `range`, as a message shows it.
  init(showing range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>, file: String, number: Int) {
    self.init(file: file, number: number, bytes: range, column: nil, text: Self.visible(bytes[range]))
  }
}
