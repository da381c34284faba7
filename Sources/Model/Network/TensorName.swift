/// The name of a tensor of a network's towers, as files of weights have it: `tower.ner.encoder.weight_ih_l0`.
///
/// This type holds the only parser and printer of such names.
package struct TensorName: Hashable, Sendable {
  /// The task whose tower the tensor lies in; `nil` where it is common to all towers, or there is one.
  package var tower: String?

  /// The tensor within the tower.
  package var slot: SlotName

  package init(tower: String? = nil, _ slot: SlotName) {
    self.tower = tower
    self.slot = slot
  }

  /// What the names of tensors in towers begin with.
  private static let towerPrefix = "tower."

  /// Parses a name as `text` prints it; `nil` if the base network has no such tensor. Names of towers may have dots.
  package init?(parsing text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 2, let slot = SlotName(parsing: parts.suffix(2).joined(separator: ".")) else { return nil }
    self.slot = slot
    let before = parts.dropLast(2).joined(separator: ".")
    guard !before.isEmpty else {
      tower = nil
      return
    }
    guard before.hasPrefix(Self.towerPrefix), before.count > Self.towerPrefix.count else { return nil }
    tower = String(before.dropFirst(Self.towerPrefix.count))
  }

  /// The name.
  package var text: String { tower.map { "\(Self.towerPrefix)\($0).\(slot.text)" } ?? slot.text }
}
