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
