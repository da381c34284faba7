/// Why a text is not a JSON value.
package struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was expected or found, as a part of a sentence.
  package let message: String

  /// The byte at which that was noticed.
  package let offset: Int

  /// Whether the text is the beginning of a JSON value, but ends before the value does.
  package let isTruncated: Bool

  package init(message: String, offset: Int, isTruncated: Bool = false) {
    self.message = message
    self.offset = offset
    self.isTruncated = isTruncated
  }

  package var description: String { "\(message) at byte \(offset)" }
}

/// A place in a JSON text (RFC 8259), from which values are read one after the other.
///
/// It reads strictly: no comments, no repeated names in an object. It keeps nothing of what it has read but the names
/// in the object that it is in, so that a reader of a format with a fixed form needs no more memory than that form.
package struct JSONCursor {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  /// The start of `bytes`, which are UTF-8.
  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  /// How many bytes of the text have been read.
  package var offset: Int { place - bytes.startIndex }

  /// The next byte that is not blank, which then is where this stands; `nil` at the end.
  package mutating func next() -> UInt8? {
    skipBlanks()
    return peek
  }

  /// Reads an object; `member` reads the value of each member, whose name and the name's bytes it is given.
  package mutating func object(
    _ member: (inout JSONCursor, String, Range<Int>) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    guard take("{") else { throw problem("expected '{'") }
    if take("}") { return }
    var names: Set<String> = []
    repeat {
      guard next() == UInt8(ascii: "\"") else { throw problem("expected a name in quotes") }
      let start = offset
      let name = try string()
      guard names.insert(name).inserted else {
        throw JSONSyntaxError(message: "the name \"\(name)\" occurs twice", offset: start)
      }
      let end = offset
      guard take(":") else { throw problem("expected ':'") }
      try member(&self, name, start..<end)
    } while take(",")
    guard take("}") else { throw problem("expected ',' or '}'") }
  }

  /// Reads an array; `element` reads each element.
  package mutating func array(
    _ element: (inout JSONCursor) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    guard take("[") else { throw problem("expected '['") }
    if take("]") { return }
    repeat { try element(&self) } while take(",")
    guard take("]") else { throw problem("expected ',' or ']'") }
  }

  /// Reads the word `word`, which is one of JSON's names.
  package mutating func word(_ word: StaticString) throws(JSONSyntaxError) {
    skipBlanks()
    for byte in "\(word)".utf8 {
      guard peek == byte else { throw problem("expected '\(word)'") }
      place += 1
    }
  }

  /// Reads a number, as it is written: an optional minus, digits without leading zeros, then perhaps a fraction and an
  /// exponent.
  package mutating func number() throws(JSONSyntaxError) -> String {
    skipBlanks()
    let start = place
    skip("-")
    if peek == UInt8(ascii: "0") { place += 1 } else { try skipDigits() }
    if skip(".") { try skipDigits() }
    if skip("e") || skip("E") {
      if !skip("+") { skip("-") }
      try skipDigits()
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  /// Reads a text in quotes.
  package mutating func string() throws(JSONSyntaxError) -> String {
    guard take("\"") else { throw problem("expected a text in quotes") }
    let plain = plainBytes()
    if skip("\"") { return try text(plain) }
    var unescaped = Array(plain)
    while !skip("\"") {
      guard let byte = peek else { throw problem("expected the end of a text") }
      guard byte == UInt8(ascii: "\\") else { throw problem("control characters in a text are escaped") }
      place += 1
      unescaped += try escape().utf8
      unescaped += plainBytes()
    }
    return try text(unescaped[...])
  }

  /// Reads the end of the text.
  package mutating func end() throws(JSONSyntaxError) {
    guard next() == nil else { throw problem("expected nothing after the value") }
  }

  /// The error of finding something else here than what is wanted, as `message` says.
  package func problem(_ message: String) -> JSONSyntaxError {
    JSONSyntaxError(message: message, offset: offset, isTruncated: place >= bytes.endIndex)
  }

  private func text(_ bytes: ArraySlice<UInt8>) throws(JSONSyntaxError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw problem("expected UTF-8") }
    return text
  }

  /// Reads the bytes of a text that stand for themselves.
  private mutating func plainBytes() -> ArraySlice<UInt8> {
    let start = place
    while place < bytes.endIndex {
      let byte = bytes[place]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
      place += 1
    }
    return bytes[start..<place]
  }

  /// Reads what follows a backslash; gives the character that it stands for.
  private mutating func escape() throws(JSONSyntaxError) -> String {
    guard let byte = peek else { throw problem("expected an escape") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var units = [try codeUnit()]
      if UTF16.isLeadSurrogate(units[0]), skip("\\"), skip("u") { units.append(try codeUnit()) }
      guard let text = String(validating: units, as: UTF16.self) else { throw problem("expected a whole character") }
      return text
    default:
      place -= 1
      throw problem("unknown escape")
    }
  }

  private mutating func codeUnit() throws(JSONSyntaxError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = peek.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
        throw problem("expected four hexadecimal digits")
      }
      unit = unit << 4 | UInt16(digit)
      place += 1
    }
    return unit
  }

  private mutating func skipDigits() throws(JSONSyntaxError) {
    guard peek?.isDigit == true else { throw problem("expected a digit") }
    while peek?.isDigit == true { place += 1 }
  }

  private var peek: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

  /// Reads `character` behind any blanks, if it comes next.
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    return skip(character)
  }

  /// Reads `character`, if it comes next.
  @discardableResult
  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func skipBlanks() {
    while place < bytes.endIndex {
      switch bytes[place] {
      case 0x20, 0x09, 0x0A, 0x0D: place += 1
      default: return
      }
    }
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}
