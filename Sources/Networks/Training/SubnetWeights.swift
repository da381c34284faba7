internal import CKernels

/// The parameters as a task sees them: where its mask is 0, so are they.
///
/// Tensors that a mask keeps whole are used where they are; of the others there is a masked copy, except of the
/// encoder's weights, which are masked when they are packed.
final class SubnetWeights {
  private let layout: ParameterLayout
  private let parameters: FloatBuffer
  private let masked: FloatBuffer
  private var masks: [TensorMask]

  init(_ layout: ParameterLayout, parameters: FloatBuffer) {
    self.layout = layout
    self.parameters = parameters
    // The embeddings come first and are never masked: there is no need for room for them.
    masked = FloatBuffer(zeros: layout.count - (layout.tensors.first { $0.isMaskable }?.range.lowerBound ?? 0))
    masks = layout.tensors.map { _ in .all }
  }

  /// Takes the masks of the encoder's tensors, and makes masked copies of its biases.
  func prepare(for plan: TaskPlan) {
    for tensor in plan.layers.joined().joined() {
      if layout.tensors[tensor].isBias {
        prepare(tensor, mask: plan.uses[tensor])
      } else {
        masks[tensor] = plan.uses[tensor]
      }
    }
  }

  /// Makes the masked copy of a tensor, and gives its address.
  @discardableResult
  func prepare(_ tensor: Int, mask: TensorMask) -> FloatPointer {
    masks[tensor] = mask
    let range = layout.tensors[tensor].range
    let target = self[tensor]
    switch mask {
    case .all: break
    case .none: target.clear(range.count)
    case .bits(let words): ss_select_bits(range.count, words, parameters.base + range.lowerBound, target)
    }
    return target
  }

  /// The address of a tensor under the mask that it was last prepared with.
  subscript(tensor: Int) -> FloatPointer {
    let start = layout.tensors[tensor].range.lowerBound
    return switch masks[tensor] {
    case .all: parameters.base + start
    case .none, .bits: masked.base + (start - (layout.count - masked.capacity))
    }
  }

  /// The tensors of an encoder layer: weights with the mask to pack them with, biases masked.
  func layer(_ tensors: [Int]) -> [LayerTensor] {
    tensors.map { index in
      let tensor = layout.tensors[index]
      return tensor.isBias
        ? LayerTensor(base: self[index])
        : LayerTensor(base: parameters.base + tensor.range.lowerBound, mask: masks[index])
    }
  }
}
