import TensorFiles
import MaskAlgebra

/// How masks are laid out in a file.
package enum MaskFileLayout: Hashable, Sendable {
  /// Eight scalars to a byte, the lowest bit first, with numbers and shapes in the metadata.
  case packed

  /// One number for each scalar, in the shape of the tensor.
  case dense(MaskElement)
}

/// The type of the numbers in a dense mask.
package enum MaskElement: String, Hashable, Sendable, CaseIterable {
  case bool, u8, f32
}

extension [NamedMask] {
  /// The file that holds these masks, in which a 1 means what `polarity` says; its metadata says so too.
  ///
  /// Names are those of the tensors, after the task and a slash where a mask has a task. Requires: tasks differ.
  /// Determinism: equal masks give equal bytes.
  package func file(_ polarity: MaskPolarity, _ layout: MaskFileLayout) -> [UInt8] {
    var file = Safetensors(metadata: [MaskPolarity.key: polarity.rawValue])
    if layout == .packed { file.metadata[PackedMaskSet.format.key] = PackedMaskSet.format.value }
    for mask in self {
      for tensor in mask.tensors {
        let name = MaskTensorName(task: mask.task, tensor: tensor.name).text
        let ones = polarity.exchanged(tensor.mask)
        switch layout {
        case .packed:
          file.tensors[name] = Safetensors.Tensor(shape: [ones.octets.count], bytes: ones.octets)
          file.metadata["bits.\(name)"] = "\(ones.count)"
          file.metadata["shape.\(name)"] = tensor.shape.map(String.init).joined(separator: ",")
        case .dense(let element): file.tensors[name] = ones.tensor(of: tensor.shape, element)
        }
      }
    }
    return file.serialised()
  }
}

extension PackedMask {
  /// The bits, eight to a byte, the lowest first.
  var octets: [UInt8] {
    (0..<Self.octetCount(for: count)).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64($0 % 8 * 8)) }
  }

  /// A number for each scalar, in `shape`.
  fileprivate func tensor(of shape: [Int], _ element: MaskElement) -> Safetensors.Tensor {
    switch element {
    case .f32: Safetensors.Tensor(shape: shape, floats: (0..<count).lazy.map { self[$0] ? 1 : 0 })
    case .u8: Safetensors.Tensor(elementType: .uint8, shape: shape, bytes: octetPerScalar)
    case .bool: Safetensors.Tensor(elementType: .bool, shape: shape, bytes: octetPerScalar)
    }
  }

  /// A byte for each scalar: 1 if it is kept, else 0.
  private var octetPerScalar: ArraySlice<UInt8> {
    (0..<count).map { self[$0] ? 1 : 0 }[...]
  }
}
