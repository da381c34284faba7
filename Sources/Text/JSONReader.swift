/// Reads JSON strictly (RFC 8259): one value, no comments, no repeated names, nesting of at most `maximumDepth`.
package enum JSONReader {
  /// The deepest nesting of arrays and objects.
  package static let maximumDepth = 100

  /// The value that `bytes`, in UTF-8, hold.
  package static func read(_ bytes: [UInt8]) throws(JSONSyntaxError) -> LocatedJSON {
    var cursor = JSONCursor(bytes[...])
    let value = try value(&cursor, depth: 0)
    try cursor.end()
    return value
  }

  /// The value that begins where `cursor` stands, which then stands behind it.
  package static func value(at cursor: inout JSONCursor) throws(JSONSyntaxError) -> LocatedJSON {
    try value(&cursor, depth: 0)
  }

  private static func value(_ cursor: inout JSONCursor, depth: Int) throws(JSONSyntaxError) -> LocatedJSON {
    let first = cursor.next()
    guard depth <= maximumDepth else { throw cursor.problem("nested too deeply") }
    let start = cursor.offset
    let content: LocatedJSON.Content
    switch first {
    case UInt8(ascii: "{"): content = try object(&cursor, depth: depth)
    case UInt8(ascii: "["): content = try array(&cursor, depth: depth)
    case UInt8(ascii: "\""): content = .string(try cursor.string())
    case UInt8(ascii: "t"):
      try cursor.word("true")
      content = .boolean(true)
    case UInt8(ascii: "f"):
      try cursor.word("false")
      content = .boolean(false)
    case UInt8(ascii: "n"):
      try cursor.word("null")
      content = .null
    case let byte? where byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte):
      content = .number(try cursor.number())
    case nil, .some: throw cursor.problem("expected a value")
    }
    return LocatedJSON(content: content, range: start..<cursor.offset)
  }

  private static func object(
    _ cursor: inout JSONCursor, depth: Int
  ) throws(JSONSyntaxError) -> LocatedJSON.Content {
    var members: [LocatedJSON.Member] = []
    try cursor.object { (cursor, name, range) throws(JSONSyntaxError) in
      members.append(LocatedJSON.Member(name: name, nameRange: range, value: try value(&cursor, depth: depth + 1)))
    }
    return .object(members)
  }

  private static func array(
    _ cursor: inout JSONCursor, depth: Int
  ) throws(JSONSyntaxError) -> LocatedJSON.Content {
    var elements: [LocatedJSON] = []
    try cursor.array { cursor throws(JSONSyntaxError) in elements.append(try value(&cursor, depth: depth + 1)) }
    return .array(elements)
  }
}
