/// A JSON value together with where it stands in its text.
package struct LocatedJSON: Sendable {
  package let content: Content

  /// The bytes of the value in its text.
  package let range: Range<Int>

  package indirect enum Content: Sendable {
    case null
    case boolean(Bool)

    /// A number as it is written.
    case number(String)
    case string(String)
    case array([LocatedJSON])

    /// Members in order, whose names differ.
    case object([Member])
  }

  /// A name and what it stands for in an object.
  package struct Member: Sendable {
    package let name: String

    /// The bytes of the name, in quotes.
    package let nameRange: Range<Int>
    package let value: LocatedJSON
  }

  /// The value of the member called `name`, if this is an object that has one.
  package subscript(name: String) -> LocatedJSON? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.name == name }?.value
  }
}

/// Why a text is no JSON value.
package struct JSONSyntaxError: Error, Hashable, Sendable {
  /// What was expected or found, as a part of a sentence.
  package let message: String

  /// The byte at which that was noticed.
  package let offset: Int

  /// Whether the text is the beginning of a JSON value, but ends before the value does.
  package let isTruncated: Bool
}

/// Reads JSON strictly (RFC 8259): one value, no comments, no repeated names, nesting of at most `maximumDepth`.
package struct JSONReader {
  /// The deepest nesting of arrays and objects.
  package static let maximumDepth = 100

  private let bytes: [UInt8]
  private var place = 0

  /// The value that `bytes`, in UTF-8, hold.
  package static func read(_ bytes: [UInt8]) throws(JSONSyntaxError) -> LocatedJSON {
    var reader = JSONReader(bytes: bytes)
    let value = try reader.readValue(depth: 0)
    reader.skipBlanks()
    guard reader.place == bytes.count else { throw reader.problem("expected nothing after the value") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func readValue(depth: Int) throws(JSONSyntaxError) -> LocatedJSON {
    skipBlanks()
    guard depth <= Self.maximumDepth else { throw problem("nested too deeply") }
    let start = place
    let content: LocatedJSON.Content
    switch peek {
    case UInt8(ascii: "{"): content = try readObject(depth: depth)
    case UInt8(ascii: "["): content = try readArray(depth: depth)
    case UInt8(ascii: "\""): content = .string(try readString())
    case UInt8(ascii: "t"): content = try readWord("true", .boolean(true))
    case UInt8(ascii: "f"): content = try readWord("false", .boolean(false))
    case UInt8(ascii: "n"): content = try readWord("null", .null)
    case let byte? where byte == UInt8(ascii: "-") || byte.isDigit: content = .number(try readNumber())
    case nil, .some: throw problem("expected a value")
    }
    return LocatedJSON(content: content, range: start..<place)
  }

  private mutating func readObject(depth: Int) throws(JSONSyntaxError) -> LocatedJSON.Content {
    var members: [LocatedJSON.Member] = []
    var names: Set<String> = []
    place += 1
    skipBlanks()
    if take("}") { return .object([]) }
    repeat {
      skipBlanks()
      let start = place
      guard peek == UInt8(ascii: "\"") else { throw problem("expected a name in quotes") }
      let name = try readString()
      let range = start..<place
      guard names.insert(name).inserted else {
        throw JSONSyntaxError(message: "the name \"\(name)\" occurs twice", offset: start, isTruncated: false)
      }
      skipBlanks()
      guard take(":") else { throw problem("expected ':'") }
      members.append(LocatedJSON.Member(name: name, nameRange: range, value: try readValue(depth: depth + 1)))
      skipBlanks()
    } while take(",")
    guard take("}") else { throw problem("expected ',' or '}'") }
    return .object(members)
  }

  private mutating func readArray(depth: Int) throws(JSONSyntaxError) -> LocatedJSON.Content {
    var elements: [LocatedJSON] = []
    place += 1
    skipBlanks()
    if take("]") { return .array([]) }
    repeat {
      elements.append(try readValue(depth: depth + 1))
      skipBlanks()
    } while take(",")
    guard take("]") else { throw problem("expected ',' or ']'") }
    return .array(elements)
  }

  private mutating func readWord(
    _ word: StaticString, _ content: LocatedJSON.Content
  ) throws(JSONSyntaxError) -> LocatedJSON.Content {
    for byte in "\(word)".utf8 {
      guard peek == byte else { throw problem("expected '\(word)'") }
      place += 1
    }
    return content
  }

  /// A number: an optional minus, digits without leading zeros, then perhaps a fraction and an exponent.
  private mutating func readNumber() throws(JSONSyntaxError) -> String {
    let start = place
    _ = take("-")
    if !take("0") { try skipDigits() }
    if take(".") { try skipDigits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try skipDigits()
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func skipDigits() throws(JSONSyntaxError) {
    guard peek?.isDigit == true else { throw problem("expected a digit") }
    while peek?.isDigit == true { place += 1 }
  }

  private mutating func readString() throws(JSONSyntaxError) -> String {
    var text: [UInt8] = []
    place += 1
    while true {
      guard let byte = peek else { throw problem("expected the end of a text") }
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        guard let string = String(validating: text, as: UTF8.self) else { throw problem("expected UTF-8") }
        return string
      case UInt8(ascii: "\\"):
        place += 1
        text += try readEscape()
      case 0..<0x20: throw problem("control characters in a text are escaped")
      default:
        text.append(byte)
        place += 1
      }
    }
  }

  /// What an escape, whose backslash has been read, stands for in UTF-8.
  private mutating func readEscape() throws(JSONSyntaxError) -> [UInt8] {
    guard let byte = peek else { throw problem("expected an escape") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var units = [try readUnit()]
      if UTF16.isLeadSurrogate(units[0]), take("\\"), take("u") { units.append(try readUnit()) }
      guard let text = String(validating: units, as: UTF16.self) else { throw problem("expected a whole character") }
      return Array(text.utf8)
    default:
      place -= 1
      throw problem("there is no such escape")
    }
  }

  private mutating func readUnit() throws(JSONSyntaxError) -> UInt16 {
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

  private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
  }

  private func problem(_ message: String) -> JSONSyntaxError {
    JSONSyntaxError(message: message, offset: place, isTruncated: place >= bytes.count)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}

extension LocatedJSON {
  /// The text that this is, if it is one.
  package var text: String? { if case .string(let text) = content { text } else { nil } }

  /// The whole number that this is, if it is one.
  package var integer: Int? { if case .number(let digits) = content { Int(digits) } else { nil } }

  /// The number that this is, if it is one.
  package var real: Double? { if case .number(let digits) = content { Double(digits) } else { nil } }

  /// The members in order, if this is an object.
  package var members: [Member]? { if case .object(let members) = content { members } else { nil } }

  /// The elements, if this is an array.
  package var elements: [LocatedJSON]? { if case .array(let elements) = content { elements } else { nil } }
}
