/// Why bytes are not a safetensors file that can be trusted.
package enum SafetensorsError: Error, Hashable {
  /// There are fewer bytes than the header's length and the header take.
  case truncated(expected: UInt64, found: Int)

  /// The header is longer than any header has reason to be.
  case headerTooLong(UInt64)

  /// The header is not the JSON that the format asks for; `offset` counts bytes of the header.
  case malformedHeader(offset: Int, expected: String)

  /// Two tensors, or two entries of the metadata, have the same name.
  case duplicateName(String)

  /// The elements are of a type that is not read here.
  case unknownElementType(tensor: String, type: String)

  /// The byte range of the tensor has not the size of its shape.
  case wrongSize(tensor: String, expected: Int?, found: Int)

  /// The byte range of the tensor does not start where the one before it ends.
  case notContiguous(tensor: String, expected: Int, found: Int)

  /// The data are shorter or longer than the tensors together.
  case wrongDataLength(expected: Int, found: Int)
}
