package import Model

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
