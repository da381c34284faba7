extension Safetensors {
  /// The longest header that is read, in bytes; the reference implementation has the same limit.
  static let longestHeader = 100_000_000

  /// Reads the file whose contents are `file`.
  ///
  /// Every byte must be accounted for: byte ranges lie one behind the other, have their shapes' sizes and fill the
  /// data.
  package init(parsing file: [UInt8]) throws(SafetensorsError) {
    guard file.count >= 8 else { throw .truncated(expected: 8, found: file.count) }
    let length = file[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= Self.longestHeader else { throw .headerTooLong(length) }
    let dataStart = 8 + Int(length)
    guard file.count >= dataStart else { throw .truncated(expected: UInt64(dataStart), found: file.count) }

    let header = try SafetensorsHeader(parsing: file[8..<dataStart])
    self.init(metadata: header.metadata)
    var end = 0
    for entry in header.entries.sorted(by: {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }) {
      guard let elementType = ElementType(rawValue: entry.elementType) else {
        throw .unknownElementType(tensor: entry.name, type: entry.elementType)
      }
      guard entry.range.lowerBound == end else {
        throw .notContiguous(tensor: entry.name, expected: end, found: entry.range.lowerBound)
      }
      let size = byteCount(of: entry.shape, elementSize: elementType.size)
      guard size == entry.range.count else {
        throw .wrongSize(tensor: entry.name, expected: size, found: entry.range.count)
      }
      end = entry.range.upperBound
      guard end <= file.count - dataStart else {
        throw .wrongDataLength(expected: end, found: file.count - dataStart)
      }
      tensors[entry.name] = Tensor(
        elementType: elementType, shape: entry.shape,
        bytes: file[(dataStart + entry.range.lowerBound)..<(dataStart + end)])
    }
    guard end == file.count - dataStart else { throw .wrongDataLength(expected: end, found: file.count - dataStart) }
  }
}

/// The size in bytes of a tensor, or nil if it exceeds every file.
private func byteCount(of shape: [Int], elementSize: Int) -> Int? {
  var product = elementSize
  for extent in shape {
    let (next, overflow) = product.multipliedReportingOverflow(by: extent)
    if overflow { return nil }
    product = next
  }
  return product
}
