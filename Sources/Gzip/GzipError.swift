/// Why bytes cannot be expanded as a gzip file.
package enum GzipError: Error, Hashable, Sendable {
  /// The bytes end inside a member.
  case truncated

  /// A member breaks the format, or its checksum or length does not match its content.
  case damaged

  /// The content is longer than `limit` bytes.
  case tooLarge(limit: Int)

  /// The content is more than `factor` times as long as the bytes, which no text is.
  case tooDense(factor: Int)

  /// From `offset` on, the bytes after the last member are neither another member nor zeros.
  case trailingBytes(offset: Int)
}

extension GzipError: CustomStringConvertible {
  /// What was found, as the part of a message after "cannot expand FILE: ".
  package var description: String {
    switch self {
    case .truncated: "the gzip data ends early"
    case .damaged: "the gzip data is damaged"
    case .tooLarge(let limit): "the content is longer than \(limit) bytes"
    case .tooDense(let factor): "the content is more than \(factor) times as long as the file, which no text is"
    case .trailingBytes(let offset): "bytes that are not gzip data follow at offset \(offset)"
    }
  }
}
