/// A tensor of one tower of the base network: its name, which tells its region and attribute, and its shape.
package struct TensorSlot: Hashable, Sendable {
  package let name: SlotName
  package let shape: [Int]

  package init(_ name: SlotName, shape: [Int]) {
    self.name = name
    self.shape = shape
  }

  /// The number of scalars.
  package var count: Int { shape.reduce(1, *) }
}

extension CharacterShape {
  /// The tensors of the convolution, as `torch.nn.Conv1d` has them.
  package var slots: [TensorSlot] {
    [
      TensorSlot(.convolution(.weights), shape: [filters, dimension, width]),
      TensorSlot(.convolution(.biases), shape: [filters]),
    ]
  }
}
