/// `bytes` as a gzip file whose members hold at most `size` bytes each, stored without compression.
package func gzipped(_ bytes: [UInt8], members size: Int = 60_000) -> [UInt8] {
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
