extension Safetensors {
  /// The one serialised form of this content: equal contents give equal bytes.
  ///
  /// Tensors are ordered by element size, largest first, so that all are aligned, then by name; the header's keys have a
  /// fixed order and the header is padded with spaces to a multiple of 8 bytes.
  package func serialised() -> [UInt8] {
    let ordered = tensors.sorted { left, right in
      let sizes = (left.value.elementType.size, right.value.elementType.size)
      return sizes.0 == sizes.1 ? utf8Precedes(left.key, right.key) : sizes.0 > sizes.1
    }
    var fields: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { utf8Precedes($0.key, $1.key) }.map { "\(quoted($0.key)):\(quoted($0.value))" }
      fields.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var end = 0
    for (name, tensor) in ordered {
      let start = end
      end += tensor.bytes.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      fields.append(
        "\(quoted(name)):{\"dtype\":\"\(tensor.elementType.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(start),\(end)]}")
    }
    var header = Array("{\(fields.joined(separator: ","))}".utf8)
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }

    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + end)
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: header.count >> (8 * shift))) }
    bytes += header
    for (_, tensor) in ordered { bytes += tensor.bytes }
    return bytes
  }
}

/// `text` as a JSON string, with the shortest escapes and all other characters as they are.
private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\u{0}"..<"\u{20}":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
