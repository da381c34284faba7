import CZlib

/// zlib's state while it expands one member after the other.
///
/// zlib compares the address of the stream with the one that it was given first, so the stream has its own memory.
struct Inflation: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>

  /// Requires: memory for zlib's window, some 40 KiB.
  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let gzipOnly: Int32 = 16
    let status = inflateInit2_(stream, MAX_WBITS + gzipOnly, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot start: \(status)")
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Appends what the member that starts at `start` holds to `content`, and returns where the member ends.
  func expandMember(
    of bytes: [UInt8], from start: Int, into content: inout GzipContent
  ) throws(GzipError) -> Int {
    inflateReset(stream)
    var position = start
    var hasEnded = false
    while !hasEnded {
      try content.append { (output) throws(GzipError) in
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = uInt(output.count)
        while !hasEnded, stream.pointee.avail_out > 0 {
          (position, hasEnded) = try step(through: bytes, from: position)
        }
        return output.count - Int(stream.pointee.avail_out)
      }
    }
    return position
  }

  /// Expands bytes from `position` on until the output is full, zlib's counter of input is used up, or the member ends.
  /// Returns the position after what was read, and whether the member ended.
  private func step(through bytes: [UInt8], from position: Int) throws(GzipError) -> (Int, Bool) {
    let (status, count) = bytes.withUnsafeBufferPointer { buffer in
      let input = buffer[position...].prefix(1 << 30)
      stream.pointee.next_in = UnsafeBufferPointer(rebasing: input).baseAddress
      stream.pointee.avail_in = uInt(input.count)
      let status = inflate(stream, Z_NO_FLUSH)
      return (status, input.count - Int(stream.pointee.avail_in))
    }
    switch status {
    case Z_OK: return (position + count, false)
    case Z_STREAM_END: return (position + count, true)
    // There is room for output, so input is missing.
    case Z_BUF_ERROR: throw .truncated
    default: throw .damaged
    }
  }
}
