package import Model

extension ParameterUniverse {
  /// Creates the universe of a bidirectional LSTM over word vectors and a character convolution.
  ///
  /// A direction of a layer with input I and H hidden units has 4H(I + H) weights and two bias vectors of 4H, as in
  /// the usual libraries; embeddings and heads belong to no mask.
  ///
  /// - Parameters:
  ///   - characters: the convolution, or `nil` for a base network that does not read characters.
  ///   - wordDimension: the length of a word's vector, to which the convolution's filters are added.
  ///   - layers: the number of encoder layers.
  ///   - hidden: the hidden units of one direction.
  ///   - towers: what exists once for each of `tasks`.
  ///   - tasks: the tasks, in whatever order; they name the towers.
  ///   - isPrunable: whether pruning may drop scalars of a region and attribute; by default weights only.
  package init(
    characters: CharacterShape?, wordDimension: Int, layers: Int, hidden: Int, towers: TowerScope,
    tasks: [String],
    isPrunable: (Region, ParameterAttribute) -> Bool = { _, attribute in attribute == .weights }
  ) {
    var tensors: [ParameterTensor] = []
    func add(_ name: String, _ region: Region, _ attribute: ParameterAttribute, _ count: Int, towered: Bool) {
      tensors.append(
        ParameterTensor(
          name: name, region: region, attribute: attribute, count: count, isTowered: towered,
          isPrunable: isPrunable(region, attribute)))
    }
    if let characters {
      let weights = characters.filters * characters.dimension * characters.width
      add("char_cnn.weight", .charCNN, .weights, weights, towered: towers == .all)
      add("char_cnn.bias", .charCNN, .biases, characters.filters, towered: towers == .all)
    }
    for layer in stride(from: 1, through: layers, by: 1) {
      let below = layer == 1 ? wordDimension + (characters?.filters ?? 0) : 2 * hidden
      for direction in Direction.allCases {
        let suffix = "l\(layer - 1)" + (direction == .backward ? "_reverse" : "")
        func region(_ part: LayerPart) -> Region { .encoder(layer: layer, direction: direction, part: part) }
        let towered = towers != .none
        add("encoder.weight_ih_\(suffix)", region(.input), .weights, 4 * hidden * below, towered: towered)
        add(
          "encoder.weight_hh_\(suffix)", region(.recurrent), .weights, 4 * hidden * hidden, towered: towered)
        add("encoder.bias_ih_\(suffix)", region(.input), .biases, 4 * hidden, towered: towered)
        add("encoder.bias_hh_\(suffix)", region(.recurrent), .biases, 4 * hidden, towered: towered)
      }
    }
    self.init(tensors: tensors, towers: towers == .none ? [] : tasks)
  }
}
