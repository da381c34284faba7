/// The vectors of a binary file of word2vec one after the other.
struct BinaryVectors {
  /// One vector: the bytes of its word, and of its components, four bytes each.
  struct Vector {
    let word: Range<Int>
    let components: Range<Int>
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let dimension: Int
  private var position: Int

  /// The vectors after `header`.
  init(_ bytes: UnsafeBufferPointer<UInt8>, after header: WordVectorsHeader) {
    self.bytes = bytes
    dimension = header.dimension
    position = header.offset
  }

  /// The next vector; `nil` if the file ends before its last byte. Line breaks before a word are no part of it.
  mutating func next() -> Vector? {
    skipLineBreaks()
    guard let blank = bytes.firstIndex(of: UInt8(ascii: " "), from: position),
      (bytes.count - blank - 1) / 4 >= dimension
    else { return nil }
    let start = position
    position = blank + 1 + 4 * dimension
    return Vector(word: start..<blank, components: blank + 1..<position)
  }

  /// Whether nothing but line breaks follows.
  var isAtEnd: Bool {
    var rest = self
    rest.skipLineBreaks()
    return rest.position == bytes.count
  }

  private mutating func skipLineBreaks() {
    while position < bytes.count, bytes[position] == UInt8(ascii: "\n") || bytes[position] == UInt8(ascii: "\r") {
      position += 1
    }
  }

  /// The components of `vector`. Shape: [dimension].
  func values(of vector: Vector) -> some Sequence<Float> {
    let components = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[vector.components]))
    return (0..<dimension).lazy.map { component in
      let bits = components.loadUnaligned(fromByteOffset: 4 * component, as: UInt32.self)
      return Float(bitPattern: UInt32(littleEndian: bits))
    }
  }
}
