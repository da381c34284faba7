import Text

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
  /// The format's header has a fixed form, so it is read by descent into exactly the values that it may hold: a tree of
  /// all JSON that a hostile header may hold could take many times its size.
  init(parsing bytes: ArraySlice<UInt8>) throws(SafetensorsError) {
    do throws(JSONSyntaxError) {
      var cursor = JSONCursor(bytes)
      try cursor.object { (cursor, name, _) throws(JSONSyntaxError) in
        if name == "__metadata__" {
          metadata = try Self.metadata(&cursor)
        } else {
          entries.append(try Self.entry(&cursor, name: name))
        }
      }
      try cursor.end()
    } catch {
      throw .malformedHeader(offset: error.offset, reason: error.message)
    }
  }

  private static func metadata(_ cursor: inout JSONCursor) throws(JSONSyntaxError) -> [String: String] {
    var result: [String: String] = [:]
    try cursor.object { (cursor, key, _) throws(JSONSyntaxError) in result[key] = try cursor.string() }
    return result
  }

  private static func entry(_ cursor: inout JSONCursor, name: String) throws(JSONSyntaxError) -> Entry {
    var elementType: String?
    var shape: [Int]?
    var offsets: [Int]?
    try cursor.object { (cursor, key, _) throws(JSONSyntaxError) in
      switch key {
      case "dtype": elementType = try cursor.string()
      case "shape": shape = try sizes(&cursor)
      case "data_offsets": offsets = try sizes(&cursor)
      default: throw cursor.problem("expected one each of dtype, shape and data_offsets")
      }
    }
    guard let elementType, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
      throw cursor.problem("expected a tensor with dtype, shape and ascending data_offsets")
    }
    return Entry(name: name, elementType: elementType, shape: shape, range: offsets[0]..<offsets[1])
  }

  /// Reads an array of sizes: integers without sign, fraction or exponent that fit 63 bits.
  private static func sizes(_ cursor: inout JSONCursor) throws(JSONSyntaxError) -> [Int] {
    var sizes: [Int] = []
    try cursor.array { cursor throws(JSONSyntaxError) in
      let digits = try cursor.number()
      guard digits.first != "-", let size = Int(digits) else { throw cursor.problem("expected a size") }
      sizes.append(size)
    }
    return sizes
  }
}
