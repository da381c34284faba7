/// The name of a tensor within a recurrent module, as `torch.nn.LSTM` and `torch.nn.GRU` print it:
/// `weight_ih_l0_reverse`.
package struct RecurrentTensorName: Hashable, Sendable {
  /// The layer, from 1; names count from 0.
  package var layer: Int
  package var direction: Direction
  package var part: LayerPart
  package var attribute: ParameterAttribute

  package init(layer: Int, direction: Direction, part: LayerPart, attribute: ParameterAttribute) {
    self.layer = layer
    self.direction = direction
    self.part = part
    self.attribute = attribute
  }

  /// Parses a name as `text` prints it; `nil` if it is no such name.
  package init?(parsing text: some StringProtocol) {
    let words = text.split(separator: "_", omittingEmptySubsequences: false)
    guard (3...4).contains(words.count),
      let attribute = ParameterAttribute.allCases.first(where: { $0.torchName == words[0] }),
      let part = LayerPart.allCases.first(where: { $0.torchName == words[1] }), words[2].first == "l",
      let layer = Int(words[2].dropFirst()), (0..<Self.mostLayers).contains(layer),
      let direction = Direction.allCases.first(where: { $0.torchSuffix.dropFirst() == words.dropFirst(3).joined() })
    else { return nil }
    self.init(layer: layer + 1, direction: direction, part: part, attribute: attribute)
    guard self.text == text else { return nil }
  }

  /// More layers than any network has.
  private static let mostLayers = 1_000_000

  /// The name.
  package var text: String {
    "\(attribute.torchName)_\(part.torchName)_l\(layer - 1)\(direction.torchSuffix)"
  }
}

extension ParameterAttribute {
  /// The name of a module's parameters in `torch.nn`.
  package var torchName: String {
    switch self {
    case .weights: "weight"
    case .biases: "bias"
    }
  }
}

extension LayerPart {
  /// What stands for the part in names of `torch.nn`: input to hidden, or hidden to hidden.
  fileprivate var torchName: String {
    switch self {
    case .input: "ih"
    case .recurrent: "hh"
    }
  }
}

extension Direction {
  /// What names of the direction's tensors end in.
  fileprivate var torchSuffix: String {
    switch self {
    case .forward: ""
    case .backward: "_reverse"
    }
  }
}
