/// Why bytes are not a safetensors file that can be trusted.
package enum SafetensorsError: Error, Hashable {
  /// There are fewer bytes than the header's length and the header take.
  case truncated(expected: UInt64, found: Int)

  /// The header is longer than any header has reason to be.
  case headerTooLong(UInt64)

  /// The header is not the JSON that the format asks for; `offset` counts bytes of the header.
  case malformedHeader(offset: Int, reason: String)

  /// The elements are of a type that is not read here.
  case unknownElementType(tensor: String, type: String)

  /// The byte range of the tensor has not the size of its shape.
  case wrongSize(tensor: String, expected: Int?, found: Int)

  /// The byte range of the tensor does not start where the one before it ends.
  case notContiguous(tensor: String, expected: Int, found: Int)

  /// The data are shorter or longer than the tensors together.
  case wrongDataLength(expected: Int, found: Int)
}

extension SafetensorsError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .truncated(let expected, let found): "it ends after \(found) bytes, where its header takes \(expected)"
    case .headerTooLong(let length): "its header is said to be \(length) bytes long"
    case .malformedHeader(let offset, let reason): "its header is malformed: \(reason) at byte \(offset)"
    case .unknownElementType(let tensor, let type): "its tensor '\(tensor)' is of the unknown type '\(type)'"
    case .wrongSize(let tensor, let expected, let found):
      "its tensor '\(tensor)' has \(found) bytes, but its shape takes \(expected.map { "\($0)" } ?? "too many")"
    case .notContiguous(let tensor, let expected, let found):
      "its tensor '\(tensor)' begins at byte \(found) of the data, where \(expected) comes next"
    case .wrongDataLength(let expected, let found): "its data have \(found) bytes, where its tensors take \(expected)"
    }
  }
}
