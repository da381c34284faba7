import Model
import Testing

/// The tensors of a convolution and of encoders of all kinds.
private let slots =
  CharacterShape(dimension: 2, filters: 3, width: 3).slots.map(\.name)
  + EncoderKind.allCases.flatMap { Encoder($0, layers: 12, hidden: 2).slots(inputs: 5).map(\.name) }

@Test(arguments: [nil, "ner", "a.b", "tower", "tower.x"])
func namesAreReadAsTheyArePrinted(tower: String?) {
  for slot in slots {
    let name = TensorName(tower: tower, slot)
    #expect(TensorName(parsing: name.text) == name)
    #expect(SlotName(parsing: slot.text) == slot)
  }
}

@Test(arguments: [
  "", ".", "encoder", "encoder.", "encoder.weight", "encoder.weight_ih", "encoder.weight_ih_l", "encoder.weight_ih_l-1",
  "encoder.weight_ih_l01", "encoder.weight_ih_l+1", "encoder.weight_ih_l0_", "encoder.weight_ih_l0_forward",
  "encoder.weight_ih_l0_reverse_reverse", "encoder.weights_ih_l0", "encoder.weight_xh_l0",
  "encoder.weight_ih_l99999999999999999999", "char_cnn.weight_ih_l0", "char_cnn.weights", "embedding.words",
  "ner.encoder.weight_ih_l0", "tower.encoder.weight_ih_l0", "tower..encoder.weight_ih_l0", "head.ner.weight",
])
func otherNamesAreNotRead(text: String) {
  #expect(TensorName(parsing: text) == nil)
}

@Test func namesTellRegionAndAttribute() throws {
  let name = try #require(TensorName(parsing: "tower.ner.encoder.bias_hh_l2_reverse"))
  #expect(name.tower == "ner")
  #expect(name.slot.region == .encoder(layer: 3, direction: .backward, part: .recurrent))
  #expect(name.slot.attribute == .biases)
}
