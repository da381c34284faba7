/// The checksums of TensorFlow's record files: CRC-32C (Castagnoli), rotated and offset so that the checksum of data
/// which holds checksums is as good as any.
package struct MaskedChecksum {
  /// The polynomial with its bits reversed.
  private static let polynomial: UInt32 = 0x82F6_3B78

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }
  }

  /// The CRC-32C of `bytes`.
  package static func castagnoli(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }

  /// The masked CRC-32C of `bytes`.
  package static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let checksum = castagnoli(bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }
}
