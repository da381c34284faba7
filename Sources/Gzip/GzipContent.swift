/// What was expanded so far, in pieces, so that growing copies nothing.
struct GzipContent: ~Copyable {
  /// The size in bytes of the largest piece. The system's allocator gives memory of this size back when it is freed.
  private static let largestPiece = 1 << 26

  private let limit: Int
  private var pieces: [UnsafeMutableBufferPointer<UInt8>] = []

  /// The number of bytes in all pieces, and the number that the pieces have room for.
  private var count = 0
  private var capacity = 0

  init(limit: Int) { self.limit = limit }

  deinit {
    for piece in pieces { piece.deallocate() }
  }

  /// Appends what `fill` writes to the start of a buffer, which is not empty, and counts.
  ///
  /// Throws: what `fill` throws, or `GzipError.tooLarge` if there are more bytes than the limit.
  mutating func append(
    _ fill: (UnsafeMutableBufferPointer<UInt8>) throws(GzipError) -> Int
  ) throws(GzipError) {
    if count == capacity { grow() }
    guard let piece = pieces.last else { return }
    count += try fill(UnsafeMutableBufferPointer(rebasing: piece.suffix(capacity - count)))
    if count > limit { throw .tooLarge(limit: limit) }
  }

  /// Adds a piece as large as all before it together, as far as sizes and the limit allow: to one byte more than the
  /// limit, which tells whether there is more.
  private mutating func grow() {
    let size = min(Self.largestPiece, max(capacity, 1 << 16))
    let allowed = limit - count < size ? limit - count + 1 : size
    pieces.append(.allocate(capacity: allowed))
    capacity += allowed
  }

  /// All bytes, but for one beyond the limit. Frees each piece once it is copied, so that hardly more than the content
  /// is in memory.
  mutating func takeBytes() -> [UInt8] {
    defer { (pieces, count, capacity) = ([], 0, 0) }
    let kept = min(count, limit)
    return [UInt8](unsafeUninitializedCapacity: kept) { buffer, written in
      for piece in pieces {
        let part = piece.prefix(kept - written)
        written = buffer[written...].initialize(fromContentsOf: part)
        piece.deallocate()
      }
    }
  }
}
