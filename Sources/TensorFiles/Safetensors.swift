/// A set of named tensors with text metadata, as the safetensors format holds it.
///
/// Source: <https://huggingface.co/docs/safetensors>: 8 bytes of header length, a JSON header, the data.
package struct Safetensors: Sendable, Hashable {
  /// The tensors by name.
  package var tensors: [String: Tensor]

  /// Free text by key; may be empty.
  package var metadata: [String: String]

  package init(tensors: [String: Tensor] = [:], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The names of the tensors, in the order of their UTF-8 bytes.
  package var names: [String] { tensors.keys.sorted(by: utf8Precedes) }
}

extension Safetensors {
  /// The type of a tensor's elements; those that ShareSpec reads and writes.
  package enum ElementType: String, Sendable, Hashable, CaseIterable {
    case float32 = "F32"
    case float64 = "F64"
    case int32 = "I32"
    case int64 = "I64"
    case uint64 = "U64"
    case uint16 = "U16"
    case uint8 = "U8"
    case bool = "BOOL"

    /// The size of one element in bytes.
    package var size: Int {
      switch self {
      case .float64, .int64, .uint64: 8
      case .float32, .int32: 4
      case .uint16: 2
      case .uint8, .bool: 1
      }
    }
  }

  /// A multi-dimensional array: its elements' little-endian bytes in row-major order.
  package struct Tensor: Sendable, Hashable {
    package let elementType: ElementType
    package let shape: [Int]
    package let bytes: ArraySlice<UInt8>

    /// Requires: `bytes` holds exactly the elements of `shape`.
    package init(elementType: ElementType, shape: [Int], bytes: ArraySlice<UInt8>) {
      precondition(shape.reduce(elementType.size, *) == bytes.count, "the bytes must fill the shape")
      self.elementType = elementType
      self.shape = shape
      self.bytes = bytes
    }

    /// A tensor of single-precision floats.
    package init(shape: [Int], floats: some Collection<Float>) {
      self.init(
        elementType: .float32, shape: shape, bytes: littleEndianBytes(of: floats, as: UInt32.self) { $0.bitPattern })
    }

    /// A tensor of bytes.
    package init(shape: [Int], bytes: [UInt8]) {
      self.init(elementType: .uint8, shape: shape, bytes: bytes[...])
    }

    /// A tensor of 64-bit integers.
    package init(shape: [Int], integers: some Collection<Int64>) {
      self.init(
        elementType: .int64, shape: shape,
        bytes: littleEndianBytes(of: integers, as: UInt64.self) { UInt64(bitPattern: $0) })
    }

    /// A tensor of numbers from 0 on, of the smallest of the types U8, U16 and I32 that holds them; a vector, or with
    /// `columns` a matrix. Requires: each number fits 31 bits.
    package init(smallest numbers: [Int], columns: Int? = nil) {
      let shape = columns.map { [numbers.count / $0, $0] } ?? [numbers.count]
      let largest = numbers.max() ?? 0
      if largest <= 0xFF {
        self.init(shape: shape, bytes: numbers.map { UInt8($0) })
      } else if largest <= 0xFFFF {
        self.init(
          elementType: .uint16, shape: shape,
          bytes: littleEndianBytes(of: numbers.map { UInt16($0) }, as: UInt16.self) { $0 })
      } else {
        self.init(
          elementType: .int32, shape: shape,
          bytes: littleEndianBytes(of: numbers.map { UInt32($0) }, as: UInt32.self) { $0 })
      }
    }

    /// The elements, if they are whole numbers of at most 32 bits, none of them negative.
    package var wholeNumbers: [Int]? {
      switch elementType {
      case .uint8: bytes.map(Int.init)
      case .uint16: littleEndianWords(of: bytes, as: UInt16.self) { Int($0) }
      case .int32: nonNegative(littleEndianWords(of: bytes, as: UInt32.self) { Int(Int32(bitPattern: $0)) })
      case .float32, .float64, .int64, .uint64, .bool: nil
      }
    }

    private func nonNegative(_ numbers: [Int]) -> [Int]? { numbers.contains { $0 < 0 } ? nil : numbers }

    /// The elements, if they are single-precision floats.
    package var floats: [Float]? {
      guard elementType == .float32 else { return nil }
      #if _endian(little)
        return [Float](unsafeUninitializedCapacity: bytes.count / 4) { floats, count in
          count = bytes.count / 4
          UnsafeMutableRawBufferPointer(floats).copyBytes(from: bytes)
        }
      #else
        return littleEndianWords(of: bytes, as: UInt32.self) { Float(bitPattern: $0) }
      #endif
    }

    /// The elements, if they are 64-bit integers.
    package var integers: [Int64]? {
      guard elementType == .int64 else { return nil }
      return littleEndianWords(of: bytes, as: UInt64.self) { Int64(bitPattern: $0) }
    }

    /// The elements as numbers; truth values are 0 and 1, and integers beyond 2⁵³ are rounded.
    package var numbers: [Double] {
      switch elementType {
      case .float32: littleEndianWords(of: bytes, as: UInt32.self) { Double(Float(bitPattern: $0)) }
      case .float64: littleEndianWords(of: bytes, as: UInt64.self) { Double(bitPattern: $0) }
      case .int32: littleEndianWords(of: bytes, as: UInt32.self) { Double(Int32(bitPattern: $0)) }
      case .int64: littleEndianWords(of: bytes, as: UInt64.self) { Double(Int64(bitPattern: $0)) }
      case .uint64: littleEndianWords(of: bytes, as: UInt64.self) { Double($0) }
      case .uint16: littleEndianWords(of: bytes, as: UInt16.self) { Double($0) }
      case .uint8, .bool: bytes.map(Double.init)
      }
    }

    /// The elements, if they are bytes or truth values.
    package var octets: [UInt8]? {
      guard elementType.size == 1 else { return nil }
      return Array(bytes)
    }
  }
}

/// Whether `left` comes before `right` in the order of UTF-8 bytes, which no library's version can change.
func utf8Precedes(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }

/// The little-endian bytes of `elements`, each turned into a word by `word`, which keeps its bits.
private func littleEndianBytes<Element, Word: FixedWidthInteger>(
  of elements: some Collection<Element>, as: Word.Type, _ word: (Element) -> Word
) -> ArraySlice<UInt8> {
  #if _endian(little)
    // The bytes are those in memory already.
    if let copy = elements.withContiguousStorageIfAvailable({ Array(UnsafeRawBufferPointer($0)) }) { return copy[...] }
  #endif
  let size = MemoryLayout<Word>.size
  let bytes = [UInt8](unsafeUninitializedCapacity: elements.count * size) { buffer, count in
    let raw = UnsafeMutableRawBufferPointer(buffer)
    for element in elements {
      raw.storeBytes(of: word(element).littleEndian, toByteOffset: count, as: Word.self)
      count += size
    }
  }
  return bytes[...]
}

/// The elements that `bytes` hold as little-endian words, each made by `element`.
private func littleEndianWords<Element, Word: FixedWidthInteger>(
  of bytes: ArraySlice<UInt8>, as: Word.Type, _ element: (Word) -> Element
) -> [Element] {
  let size = MemoryLayout<Word>.size
  return bytes.withUnsafeBytes { raw in
    (0..<raw.count / size).map {
      element(Word(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * size, as: Word.self)))
    }
  }
}
