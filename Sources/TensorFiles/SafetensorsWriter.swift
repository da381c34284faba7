import Text

extension Safetensors {
  /// The one serialised form of this content: equal contents give equal bytes.
  ///
  /// Tensors are ordered by element size, largest first, so that all are aligned, then by name; the header's keys have
  /// a fixed order and the header is padded with spaces to a multiple of 8 bytes.
  package func serialised() -> [UInt8] {
    let ordered = tensors.sorted { left, right in
      let sizes = (left.value.elementType.size, right.value.elementType.size)
      return sizes.0 == sizes.1 ? utf8Precedes(left.key, right.key) : sizes.0 > sizes.1
    }
    var members: [JSONValue.Member] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { utf8Precedes($0.key, $1.key) }
      members.append(
        JSONValue.Member("__metadata__", .object(pairs.map { JSONValue.Member($0.key, .string($0.value)) })))
    }
    var end = 0
    for (name, tensor) in ordered {
      let start = end
      end += tensor.bytes.count
      members.append(
        JSONValue.Member(
          name,
          [
            "dtype": .string(tensor.elementType.rawValue), "shape": .array(tensor.shape.map(JSONValue.integer)),
            "data_offsets": [.integer(start), .integer(end)],
          ]))
    }
    var header = JSONText.utf8(of: .object(members), .header)
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }

    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + end)
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: header.count >> (8 * shift))) }
    bytes += header
    for (_, tensor) in ordered { bytes += tensor.bytes }
    return bytes
  }
}
