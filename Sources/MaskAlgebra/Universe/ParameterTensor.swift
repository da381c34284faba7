package import Model

/// One tensor of the base network: the finest division of its parameters that has a name.
package struct ParameterTensor: Hashable, Sendable {
  /// The name in the artifacts, as `torch.nn` would call it: `encoder.weight_ih_l0_reverse`.
  package let name: String

  /// The name, taken apart.
  package let slot: SlotName

  /// The number of scalars.
  package let count: Int

  /// Whether every tower has its own copy; else all towers have this tensor in common.
  package let isTowered: Bool

  /// Whether pruning may drop scalars; learned and random masks keep everything where it may not.
  package let isPrunable: Bool

  package init(_ slot: SlotName, count: Int, isTowered: Bool, isPrunable: Bool) {
    name = slot.text
    self.slot = slot
    self.count = count
    self.isTowered = isTowered
    self.isPrunable = isPrunable
  }

  package var region: Region { slot.region }
  package var attribute: ParameterAttribute { slot.attribute }

  package static func == (left: Self, right: Self) -> Bool {
    left.slot == right.slot && left.count == right.count && left.isTowered == right.isTowered
      && left.isPrunable == right.isPrunable
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(slot)
    hasher.combine(count)
    hasher.combine(isTowered)
    hasher.combine(isPrunable)
  }
}
