/// Why parameters can't be taken from a file.
package enum ParameterFileError: Error, Hashable {
  /// The file lacks a tensor.
  case missing(tensor: String)

  /// The tensor has another shape or type than the network needs.
  case mismatch(tensor: String, expected: [Int], found: [Int], type: Safetensors.ElementType)
}

extension Parameters {
  /// All tensors, each under its name.
  package func safetensors(metadata: [String: String] = [:]) -> Safetensors {
    var file = Safetensors(metadata: metadata)
    for tensor in layout.tensors {
      file.tensors[tensor.name] = Safetensors.Tensor(shape: tensor.shape, floats: values[tensor.range])
    }
    return file
  }

  /// Takes the tensors of `layout` out of `file`, which may hold others too.
  ///
  /// A tensor of a tower that is missing is taken from the tensor of the same name without the tower, so that towers can
  /// start from the weights of a network that has only one.
  package init(layout: ParameterLayout, from file: Safetensors) throws(ParameterFileError) {
    self.init(zerosOf: layout)
    for tensor in layout.tensors {
      let name = file.tensors[tensor.name] == nil ? untoweredName(of: tensor, in: layout) : tensor.name
      guard let source = file.tensors[name] else { throw .missing(tensor: tensor.name) }
      guard source.shape == tensor.shape, let floats = source.floats else {
        throw .mismatch(
          tensor: tensor.name, expected: tensor.shape, found: source.shape, type: source.elementType)
      }
      values.replaceSubrange(tensor.range, with: floats)
    }
  }
}

/// The tensor's name without its tower's prefix.
package func untoweredName(of tensor: ParameterTensor, in layout: ParameterLayout) -> String {
  guard let tower = tensor.tower else { return tensor.name }
  return String(tensor.name.dropFirst(ParameterLayout.prefix(ofTower: tower, in: layout.shape).count))
}
