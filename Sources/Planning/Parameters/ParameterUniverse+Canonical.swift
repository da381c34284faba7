package import MaskAlgebra
import Model

/// The tensors with what of them there is and what pruning may touch, and the towers.
extension ParameterUniverse: ReadableRecord {
  package var canonical: CanonicalValue {
    .record(["tensors": tensors.canonical, "towers": .list(towers.map(CanonicalValue.text))])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    let tensors: [ParameterTensor] = try reader.records("tensors")
    let towers = try reader.texts("towers")
    guard Set(towers).count == towers.count else { throw reader.error("towers", "a tower occurs twice") }
    self.init(tensors: tensors, towers: towers)
  }
}

extension ParameterTensor: ReadableRecord {
  /// More scalars than any tensor has.
  private static let mostScalars = 1 << 40

  package var canonical: CanonicalValue {
    .record([
      "name": .text(name), "count": .integer(count), "prunable": .boolean(isPrunable),
      "towered": .boolean(isTowered),
    ])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    let name = try reader.text("name")
    guard let slot = SlotName(parsing: name) else {
      throw reader.error("name", "the base network has no tensor '\(name)'")
    }
    self.init(
      slot, count: try reader.integer("count", in: 0...Self.mostScalars),
      isTowered: try reader.boolean("towered"), isPrunable: try reader.boolean("prunable"))
  }
}
