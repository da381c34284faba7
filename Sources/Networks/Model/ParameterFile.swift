package import TensorFiles
internal import Model

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

  /// The tensors that masks range over, each under its name.
  package var maskableSafetensors: Safetensors {
    var file = safetensors()
    for tensor in layout.tensors where !tensor.isMaskable { file.tensors[tensor.name] = nil }
    return file
  }

  /// Takes the tensors of `layout` out of `file`, which may hold others too.
  ///
  /// A tensor of a tower that is missing is taken from the tensor of the same name without the tower, so that towers
  /// can start from the weights of a network that has only one.
  package init(layout: ParameterLayout, from file: Safetensors) throws(ParameterFileError) {
    self.init(zerosOf: layout)
    try take(layout.tensors, from: file)
  }

  /// Takes the tensors of `layout` that masks range over out of `file`, which may hold others too; the others are zero.
  package init(maskableOf layout: ParameterLayout, from file: Safetensors) throws(ParameterFileError) {
    self.init(zerosOf: layout)
    try take(layout.tensors.filter(\.isMaskable), from: file)
  }

  private mutating func take(_ tensors: [ParameterTensor], from file: Safetensors) throws(ParameterFileError) {
    for tensor in tensors {
      let name = file.tensors[tensor.name] == nil ? tensor.untoweredName : tensor.name
      guard let source = file.tensors[name] else { throw .missing(tensor: tensor.name) }
      guard source.shape == tensor.shape, let floats = source.floats else {
        throw .mismatch(
          tensor: tensor.name, expected: tensor.shape, found: source.shape, type: source.elementType)
      }
      values.replaceSubrange(tensor.range, with: floats)
    }
  }
}

extension ParameterTensor {
  /// The name that the tensor has in a network with one tower.
  package var untoweredName: String { slot?.text ?? name }
}
