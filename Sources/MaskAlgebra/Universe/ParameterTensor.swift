/// A way through a sentence.
package enum Direction: String, Hashable, Sendable, CaseIterable {
  case forward
  case backward
}

/// What a recurrent layer applies its parameters to: the layer below, or its own state at the neighbouring token.
package enum LayerPart: String, Hashable, Sendable, CaseIterable {
  case input
  case recurrent
}

/// What parameters do: multiply or add.
package enum ParameterAttribute: String, Hashable, Sendable, CaseIterable {
  case weights
  case biases
}

/// The place of a tensor in the base network.
package enum Region: Hashable, Sendable {
  /// The convolution over the characters of a word.
  case charCNN

  /// One part of one direction of an encoder layer; layers count from 1.
  case encoder(layer: Int, direction: Direction, part: LayerPart)

  /// The encoder layer that the region belongs to, if any.
  package var layer: Int? {
    switch self {
    case .charCNN: nil
    case .encoder(let layer, _, _): layer
    }
  }
}

/// One tensor of the base network: the finest division of its parameters that has a name.
package struct ParameterTensor: Hashable, Sendable {
  /// The name in the artifacts, as `torch.nn` would call it: `encoder.weight_ih_l0_reverse`.
  package let name: String
  package let region: Region
  package let attribute: ParameterAttribute

  /// The number of scalars.
  package let count: Int

  /// Whether every tower has its own copy; else all towers have this tensor in common.
  package let isTowered: Bool

  /// Whether pruning may drop scalars; learned and random masks keep everything where it may not.
  package let isPrunable: Bool

  package init(
    name: String, region: Region, attribute: ParameterAttribute, count: Int, isTowered: Bool, isPrunable: Bool
  ) {
    self.name = name
    self.region = region
    self.attribute = attribute
    self.count = count
    self.isTowered = isTowered
    self.isPrunable = isPrunable
  }
}
