// Files of vectors, as the programs that publish them write them.

/// A binary file of word2vec, with a line break after each vector or without.
func binaryVectors(
  _ vectors: [(word: [UInt8], values: [Float])], dimension: Int, lineBreaks: Bool = true
) -> [UInt8] {
  var bytes = Array("\(vectors.count) \(dimension)\n".utf8)
  for vector in vectors {
    bytes += vector.word + [UInt8(ascii: " ")]
    for value in vector.values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
    if lineBreaks { bytes.append(UInt8(ascii: "\n")) }
  }
  return bytes
}

/// `bytes` as a gzip file whose members hold at most `size` bytes each, stored without compression.
func gzipped(_ bytes: [UInt8], members size: Int = 60_000) -> [UInt8] {
  func littleEndian(_ value: Int, count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) } }
  return stride(from: 0, to: max(bytes.count, 1), by: size).flatMap { start in
    let part = bytes[start..<min(start + size, bytes.count)]
    let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1]
    let lengths = littleEndian(part.count, count: 2) + littleEndian(~part.count, count: 2)
    return header + lengths + part + littleEndian(Int(checksum(part)), count: 4) + littleEndian(part.count, count: 4)
  }
}

/// The CRC-32 of gzip (RFC 1952, section 8).
private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  var sum = ~UInt32(0)
  for byte in bytes { sum = sum >> 8 ^ remainders[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] }
  return ~sum
}

private let remainders: [UInt32] = (0..<256).map { byte in
  (0..<8).reduce(byte) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
}
