import Text

/// A message in the encoding of Protocol Buffers, as far as curves need it: fields are appended one after the other.
struct ProtocolMessage {
  private(set) var bytes: [UInt8] = []

  /// How a field's value is laid out.
  private enum Wire: UInt64 {
    case variable = 0
    case eightBytes = 1
    case counted = 2
    case fourBytes = 5
  }

  mutating func append(_ value: Double, field: UInt64) {
    appendKey(field, .eightBytes)
    bytes += littleEndian(value.bitPattern)
  }

  mutating func append(_ value: Float, field: UInt64) {
    appendKey(field, .fourBytes)
    bytes += littleEndian(value.bitPattern)
  }

  mutating func append(_ value: Int, field: UInt64) {
    appendKey(field, .variable)
    appendVariable(UInt64(bitPattern: Int64(value)))
  }

  mutating func append(_ text: String, field: UInt64) { append(counted: Array(text.utf8), field: field) }

  mutating func append(_ message: ProtocolMessage, field: UInt64) { append(counted: message.bytes, field: field) }

  private mutating func append(counted content: [UInt8], field: UInt64) {
    appendKey(field, .counted)
    appendVariable(UInt64(content.count))
    bytes += content
  }

  private mutating func appendKey(_ field: UInt64, _ wire: Wire) { appendVariable(field << 3 | wire.rawValue) }

  /// Appends seven bits a byte, the lowest first.
  private mutating func appendVariable(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// The bytes of `value`, the lowest first.
func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian, Array.init) }
