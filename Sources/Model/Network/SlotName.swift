/// The name of a tensor within one tower of the base network.
package enum SlotName: Hashable, Sendable {
  /// A tensor of the character convolution: `char_cnn.weight`.
  case convolution(ParameterAttribute)

  /// A tensor of the encoder: `encoder.weight_ih_l0_reverse`.
  case encoder(RecurrentTensorName)

  /// What stands before the dot in names of the convolution.
  private static let convolutionModule = "char_cnn"

  /// What stands before the dot in names of the encoder.
  private static let encoderModule = "encoder"

  /// Parses a name as `text` prints it; `nil` if the base network has no such tensor.
  package init?(parsing text: some StringProtocol) {
    guard let dot = text.firstIndex(of: ".") else { return nil }
    let (module, rest) = (text[..<dot], text[text.index(after: dot)...])
    switch String(module) {
    case Self.convolutionModule:
      guard let attribute = ParameterAttribute.allCases.first(where: { $0.torchName == rest }) else { return nil }
      self = .convolution(attribute)
    case Self.encoderModule:
      guard let name = RecurrentTensorName(parsing: rest) else { return nil }
      self = .encoder(name)
    case _: return nil
    }
  }

  /// The name in artifacts, as `torch.nn` would call it.
  package var text: String {
    switch self {
    case .convolution(let attribute): "\(Self.convolutionModule).\(attribute.torchName)"
    case .encoder(let name): "\(Self.encoderModule).\(name.text)"
    }
  }

  /// The place of the tensor in the base network.
  package var region: Region {
    switch self {
    case .convolution: .charCNN
    case .encoder(let name): .encoder(layer: name.layer, direction: name.direction, part: name.part)
    }
  }

  /// What the tensor's parameters do.
  package var attribute: ParameterAttribute {
    switch self {
    case .convolution(let attribute): attribute
    case .encoder(let name): name.attribute
    }
  }
}
