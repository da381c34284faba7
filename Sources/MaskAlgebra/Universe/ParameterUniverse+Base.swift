package import Model

extension ParameterUniverse {
  /// Creates the universe of a network of an encoder over word vectors and a character convolution.
  ///
  /// Its tensors are those of the tables of convolution and encoder; embeddings and heads belong to no mask.
  ///
  /// - Parameters:
  ///   - characters: the convolution, or `nil` for a base network that does not read characters.
  ///   - wordDimension: the length of a word's vector, to which the convolution's filters are added.
  ///   - encoder: the encoder.
  ///   - towers: what exists once for each of `tasks`.
  ///   - tasks: the tasks, in whatever order; they name the towers.
  ///   - exclude: what pruning may not drop.
  package init(
    characters: CharacterShape?, wordDimension: Int, encoder: Encoder, towers: TowerScope, tasks: [String],
    exclude: PruningExclusion = .biases
  ) {
    let convolution = characters?.slots ?? []
    let (areConvolutionsTowered, isEncoderTowered) =
      switch towers {
      case .none: (false, false)
      case .encoder: (false, true)
      case .all: (true, true)
      }
    func tensors(_ slots: [TensorSlot], isTowered: Bool) -> [ParameterTensor] {
      slots.map {
        ParameterTensor(
          $0.name, count: $0.count, isTowered: isTowered, isPrunable: exclude.prunes($0.name.attribute))
      }
    }
    self.init(
      tensors: tensors(convolution, isTowered: areConvolutionsTowered)
        + tensors(encoder.slots(inputs: wordDimension + (characters?.filters ?? 0)), isTowered: isEncoderTowered),
      towers: isEncoderTowered ? tasks : [])
  }
}
