import Text

extension JSONCursor {
  /// Reads past the value that begins here, as strictly as `JSONReader.value(at:)`, and keeps nothing of it.
  ///
  /// - Parameter depth: in how many arrays and objects the value is.
  mutating func skipValue(depth: Int = 0) throws(JSONSyntaxError) {
    let first = next()
    guard depth <= JSONReader.maximumDepth else { throw problem("nested too deeply") }
    switch first {
    case UInt8(ascii: "{"):
      try object { (cursor, _, _) throws(JSONSyntaxError) in try cursor.skipValue(depth: depth + 1) }
    case UInt8(ascii: "["):
      try array { cursor throws(JSONSyntaxError) in try cursor.skipValue(depth: depth + 1) }
    case nil, .some: _ = try JSONReader.value(at: &self)
    }
  }
}
