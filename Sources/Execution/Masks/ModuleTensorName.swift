import Model

/// The name of a tensor of a recurrent module, of this program's networks or of another's: `rnn.weight_ih_l0_reverse`.
struct ModuleTensorName: Hashable {
  /// What stands before the last dot, without it; empty if there is none.
  let module: String

  /// The tensor within the module.
  var tensor: RecurrentTensorName

  /// Takes `name` apart; `nil` if it is no such name.
  init?(_ name: String) {
    let dot = name.lastIndex(of: ".")
    guard let tensor = RecurrentTensorName(parsing: dot.map { name[name.index(after: $0)...] } ?? name[...]) else {
      return nil
    }
    self.tensor = tensor
    module = dot.map { String(name[..<$0]) } ?? ""
  }

  /// The whole name.
  var text: String { module.isEmpty ? tensor.text : "\(module).\(tensor.text)" }

  /// The layer as the mask language calls it: `encoder.1`.
  var region: String { "\(module.isEmpty ? "layer" : module).\(tensor.layer)" }

  /// The name of the weights by which `part` of this layer, or of another layer and direction, is read.
  func weights(_ part: LayerPart, layer: Int? = nil, direction: Direction? = nil) -> ModuleTensorName {
    var name = self
    name.tensor = RecurrentTensorName(
      layer: layer ?? tensor.layer, direction: direction ?? tensor.direction, part: part, attribute: .weights)
    return name
  }
}
