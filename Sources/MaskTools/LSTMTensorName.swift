/// The name of an LSTM's tensor, taken apart as `torch.nn.LSTM` puts it together: `encoder.weight_ih_l0_reverse`.
struct LSTMTensorName: Hashable {
  /// What stands before the last dot, without it; empty if there is none.
  let module: String

  /// `weight_ih`, `weight_hh`, `bias_ih` or `bias_hh`.
  let kind: String

  /// The layer, from 0.
  let layer: Int
  let isBackward: Bool

  /// Takes `name` apart; `nil` if it is no such name.
  init?(_ name: String) {
    guard
      let match = name.wholeMatch(of: /(?:(.+)\.)?((?:weight|bias)_(?:ih|hh))_l([0-9]{1,6})(_reverse)?/),
      let layer = Int(match.3)
    else { return nil }
    module = match.1.map(String.init) ?? ""
    kind = String(match.2)
    self.layer = layer
    isBackward = match.4 != nil
  }

  init(module: String, kind: String, layer: Int, isBackward: Bool) {
    self.module = module
    self.kind = kind
    self.layer = layer
    self.isBackward = isBackward
  }

  /// The whole name.
  var text: String { "\(module.isEmpty ? "" : module + ".")\(kind)_l\(layer)\(isBackward ? "_reverse" : "")" }

  /// The layer as the mask language calls it: `encoder.1`.
  var region: String { "\(module.isEmpty ? "layer" : module).\(layer + 1)" }

  /// The name of another tensor of the same direction, or of one of another layer.
  func sibling(_ kind: String, layer: Int? = nil, isBackward: Bool? = nil) -> LSTMTensorName {
    LSTMTensorName(
      module: module, kind: kind, layer: layer ?? self.layer, isBackward: isBackward ?? self.isBackward)
  }
}
