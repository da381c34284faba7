import Files
import Glibc

/// All that standard input holds, up to a little more than a specification may.
func contentsOfStandardInput() throws(FileFailure) -> [UInt8] { try contentsOfStandardInput(upTo: 2 << 20) }

/// All that standard input holds, up to a little more than `most` bytes.
func contentsOfStandardInput(upTo most: Int) throws(FileFailure) -> [UInt8] {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 64 << 10)
  while bytes.count < most {
    let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else {
      throw FileFailure("read", "<standard input>", code: errno, reason: String(cString: strerror(errno)))
    }
    if count == 0 { break }
    bytes += buffer[..<count]
  }
  return bytes
}
