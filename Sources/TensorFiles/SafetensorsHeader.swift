/// The header of a safetensors file, as it is written: types, shapes and ranges are not yet checked against the data.
struct SafetensorsHeader {
  /// What the header says of one tensor.
  struct Entry {
    let name: String
    let elementType: String
    let shape: [Int]
    let range: Range<Int>
  }

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]

  /// Reads the header whose text is `bytes`, which may end in white space.
  ///
  /// The format's header has a fixed depth, so it is read by descent into exactly the values that it may hold; a general
  /// JSON reader would accept duplicate names and numbers that are not sizes.
  init(parsing bytes: ArraySlice<UInt8>) throws(SafetensorsError) {
    var reader = HeaderReader(bytes)
    var names: Set<String> = []
    try reader.object { (reader, name) throws(SafetensorsError) in
      guard names.insert(name).inserted else { throw .duplicateName(name) }
      if name == "__metadata__" {
        metadata = try Self.metadata(&reader)
      } else {
        entries.append(try Self.entry(&reader, name: name))
      }
    }
    try reader.end()
  }

  private static func metadata(_ reader: inout HeaderReader) throws(SafetensorsError) -> [String: String] {
    var result: [String: String] = [:]
    try reader.object { (reader, key) throws(SafetensorsError) in
      guard result[key] == nil else { throw .duplicateName(key) }
      result[key] = try reader.string()
    }
    return result
  }

  private static func entry(_ reader: inout HeaderReader, name: String) throws(SafetensorsError) -> Entry {
    var elementType: String?
    var shape: [Int]?
    var offsets: [Int]?
    try reader.object { (reader, key) throws(SafetensorsError) in
      switch key {
      case "dtype" where elementType == nil: elementType = try reader.string()
      case "shape" where shape == nil: shape = try reader.sizes()
      case "data_offsets" where offsets == nil: offsets = try reader.sizes()
      default: throw reader.unexpected("one each of dtype, shape and data_offsets")
      }
    }
    guard let elementType, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
      throw reader.unexpected("a tensor with dtype, shape and ascending data_offsets")
    }
    return Entry(name: name, elementType: elementType, shape: shape, range: offsets[0]..<offsets[1])
  }
}

/// A cursor over the bytes of a header.
struct HeaderReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    self.position = bytes.startIndex
  }

  /// The error of not finding `expected` here.
  func unexpected(_ expected: String) -> SafetensorsError {
    .malformedHeader(offset: position - bytes.startIndex, expected: expected)
  }

  /// Reads an object and calls `member` where the value of each key stands.
  mutating func object(
    _ member: (inout HeaderReader, String) throws(SafetensorsError) -> Void
  ) throws(SafetensorsError) {
    try require("{")
    if accept("}") { return }
    repeat {
      let key = try string()
      try require(":")
      try member(&self, key)
    } while accept(",")
    try require("}")
  }

  /// Reads an array of sizes: integers without sign, fraction or leading zeros that fit 63 bits.
  mutating func sizes() throws(SafetensorsError) -> [Int] {
    try require("[")
    if accept("]") { return [] }
    var result: [Int] = []
    repeat { result.append(try size()) } while accept(",")
    try require("]")
    return result
  }

  private mutating func size() throws(SafetensorsError) -> Int {
    skipSpace()
    let digits = bytes[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let value = Int(String(decoding: digits, as: UTF8.self)),
      digits.count == 1 || digits.first != UInt8(ascii: "0")
    else { throw unexpected("a size") }
    position += digits.count
    return value
  }

  /// Reads a string.
  mutating func string() throws(SafetensorsError) -> String {
    try require("\"")
    var text: [UInt8] = []
    while position < bytes.endIndex, bytes[position] >= 0x20 {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard let result = String(validating: text, as: UTF8.self) else { throw unexpected("UTF-8") }
        return result
      }
      if byte == UInt8(ascii: "\\") {
        text += try escape()
      } else {
        text.append(byte)
      }
    }
    throw unexpected("the end of a string")
  }

  /// Reads what follows a backslash; gives the character in UTF-8.
  private mutating func escape() throws(SafetensorsError) -> [UInt8] {
    guard position < bytes.endIndex else { throw unexpected("an escape") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0c]
    case UInt8(ascii: "n"): return [0x0a]
    case UInt8(ascii: "r"): return [0x0d]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var units = [try codeUnit()]
      if UTF16.isLeadSurrogate(units[0]) {
        guard bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
          throw unexpected("a second surrogate")
        }
        position += 2
        units.append(try codeUnit())
      }
      guard let text = String(validating: units, as: UTF16.self) else { throw unexpected("a character") }
      return Array(text.utf8)
    default: throw unexpected("an escape")
    }
  }

  private mutating func codeUnit() throws(SafetensorsError) -> UInt16 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.first != UInt8(ascii: "+"),
      let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw unexpected("four hexadecimal digits") }
    position += 4
    return value
  }

  /// Checks that nothing but space is left.
  mutating func end() throws(SafetensorsError) {
    skipSpace()
    guard position == bytes.endIndex else { throw unexpected("the end of the header") }
  }

  private mutating func require(_ character: Unicode.Scalar) throws(SafetensorsError) {
    guard accept(character) else { throw unexpected("“\(character)”") }
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < bytes.endIndex, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) { position += 1 }
  }
}
