import Files
import Glibc

/// All that standard input holds. Throws: also if that is more than `limit`, which ends reading.
func contentsOfStandardInput(upTo limit: SizeLimit) throws(FileFailure) -> [UInt8] {
  let bytes = try beginningOfStandardInput(limit.bytes + 1)
  guard bytes.count <= limit.bytes else { throw FileFailure(.read, "<standard input>", .tooLarge(limit)) }
  return bytes
}

/// What standard input begins with, up to a little more than `most` bytes.
func beginningOfStandardInput(_ most: Int) throws(FileFailure) -> [UInt8] {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 64 << 10)
  while bytes.count < most {
    let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else {
      throw FileFailure(.read, "<standard input>", code: errno)
    }
    if count == 0 { break }
    bytes += buffer[..<count]
  }
  return bytes
}
