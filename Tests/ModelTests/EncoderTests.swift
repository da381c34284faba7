import Model
import Testing

/// Encoders of all kinds in several sizes.
private let encoders = EncoderKind.allCases.flatMap { kind in
  [(1, 1), (2, 3), (3, 200)].map { Encoder(kind, layers: $0.0, hidden: $0.1) }
}

@Test(arguments: encoders)
func everyTensorIsInTheTableOnce(encoder: Encoder) {
  let slots = encoder.slots(inputs: 7)
  #expect(Set(slots.map(\.name)).count == slots.count)
  #expect(Set(slots.map(\.name.text)).count == slots.count)
  #expect(slots.count == encoder.layers * encoder.kind.directions.count * 4)
}

@Test(arguments: encoders)
func shapesFitTogether(encoder: Encoder) {
  let rows = encoder.kind.cell.gates * encoder.hidden
  for slot in encoder.slots(inputs: 7) {
    guard case .encoder(let layer, let direction, let part) = slot.name.region else {
      Issue.record("\(slot.name.text) is no tensor of an encoder")
      continue
    }
    #expect(encoder.kind.directions.contains(direction))
    switch (slot.name.attribute, part) {
    case (.weights, .input): #expect(slot.shape == [rows, layer == 1 ? 7 : encoder.outputWidth])
    case (.weights, .recurrent): #expect(slot.shape == [rows, encoder.hidden])
    case (.biases, _): #expect(slot.shape == [rows])
    }
  }
}

@Test(arguments: RecurrentCell.allCases)
func theCellFollowsFromRecurrentWeights(cell: RecurrentCell) throws {
  for hidden in 1...300 {
    let found = try #require(RecurrentCell.recurrent(count: cell.gates * hidden * hidden))
    #expect(found == (cell, hidden))
    #expect(RecurrentCell(recurrentRows: cell.gates * hidden, columns: hidden) == cell)
  }
  #expect(RecurrentCell.recurrent(count: 0) == nil && RecurrentCell(recurrentRows: 0, columns: 0) == nil)
}

@Test func aBidirectionalLSTMIsThatOfTorch() {
  let encoder = Encoder(.bilstm, layers: 2, hidden: 3)
  #expect(encoder.outputWidth == 6 && encoder.keptNumbersPerToken == 2 * 2 * 24 * 3)
  #expect(
    encoder.slots(inputs: 5).map { "\($0.name.text) \($0.shape)" } == [
      "encoder.weight_ih_l0 [12, 5]", "encoder.weight_hh_l0 [12, 3]", "encoder.bias_ih_l0 [12]",
      "encoder.bias_hh_l0 [12]", "encoder.weight_ih_l0_reverse [12, 5]", "encoder.weight_hh_l0_reverse [12, 3]",
      "encoder.bias_ih_l0_reverse [12]", "encoder.bias_hh_l0_reverse [12]", "encoder.weight_ih_l1 [12, 6]",
      "encoder.weight_hh_l1 [12, 3]", "encoder.bias_ih_l1 [12]", "encoder.bias_hh_l1 [12]",
      "encoder.weight_ih_l1_reverse [12, 6]", "encoder.weight_hh_l1_reverse [12, 3]", "encoder.bias_ih_l1_reverse [12]",
      "encoder.bias_hh_l1_reverse [12]",
    ])
  #expect(encoder.productsPerToken(inputs: 5) == 2 * 12 * (5 + 3) + 2 * 12 * (6 + 3))
}

@Test func aGRUIsThatOfTorch() {
  let encoder = Encoder(.gru, layers: 2, hidden: 3)
  #expect(encoder.outputWidth == 3)
  #expect(
    encoder.slots(inputs: 5).map { "\($0.name.text) \($0.shape)" } == [
      "encoder.weight_ih_l0 [9, 5]", "encoder.weight_hh_l0 [9, 3]", "encoder.bias_ih_l0 [9]", "encoder.bias_hh_l0 [9]",
      "encoder.weight_ih_l1 [9, 3]", "encoder.weight_hh_l1 [9, 3]", "encoder.bias_ih_l1 [9]", "encoder.bias_hh_l1 [9]",
    ])
  #expect(encoder.productsPerToken(inputs: 5) == 9 * (5 + 3) + 9 * (3 + 3))
}
