/// A kind of recurrent encoder.
///
/// A further kind is one case here with its cell and its directions, its spelling and documentation in ExperimentSpec,
/// and, if its cell is new, the cell's numbers in `RecurrentCell` and its layer in Networks. Universe, regions, layout,
/// initialisation, keys, plans, costs, masks in files and exports follow from `Encoder.slots`.
package enum EncoderKind: String, KeyNamed {
  /// An LSTM in each direction, side by side.
  case bilstm

  /// An LSTM that reads forward.
  case lstm

  /// A GRU in each direction, side by side.
  case bigru

  /// A GRU that reads forward.
  case gru

  /// The cell that each direction repeats from token to token.
  package var cell: RecurrentCell {
    switch self {
    case .bilstm, .lstm: .lstm
    case .bigru, .gru: .gru
    }
  }

  /// The ways through a sentence, in the order in which their outputs stand side by side.
  package var directions: [Direction] {
    switch self {
    case .bilstm, .bigru: [.forward, .backward]
    case .lstm, .gru: [.forward]
    }
  }
}

/// The recurrent layers of a network: each tower has one such stack.
package struct Encoder: Hashable, Sendable {
  package let kind: EncoderKind

  /// The number of layers, one above the other.
  package let layers: Int

  /// The hidden units H of each direction of a layer.
  package let hidden: Int

  package init(_ kind: EncoderKind, layers: Int, hidden: Int) {
    self.kind = kind
    self.layers = layers
    self.hidden = hidden
  }

  /// The width of what a layer gives to the layer above and to heads: H for each direction.
  package var outputWidth: Int { kind.directions.count * hidden }

  /// The width of what `layer`, from 1, reads, where the first layer reads `inputs` numbers.
  package func inputWidth(of layer: Int, inputs: Int) -> Int { layer == 1 ? inputs : outputWidth }

  /// Every tensor once, from the lowest layer to the top: the only place that knows names, shapes and regions.
  ///
  /// Names and shapes are those of the state dict of `torch.nn`: a direction of a layer that reads I numbers has input
  /// weights G·H × I, recurrent weights G·H × H and two bias vectors of G·H, for the G gates of its cell.
  package func slots(inputs: Int) -> [TensorSlot] {
    let rows = kind.cell.gates * hidden
    return (1...max(1, layers)).flatMap { layer in
      kind.directions.flatMap { direction in
        ParameterAttribute.allCases.flatMap { attribute in
          LayerPart.allCases.map { part in
            let columns =
              switch part {
              case .input: inputWidth(of: layer, inputs: inputs)
              case .recurrent: hidden
              }
            let name = RecurrentTensorName(layer: layer, direction: direction, part: part, attribute: attribute)
            return switch attribute {
            case .weights: TensorSlot(.encoder(name), shape: [rows, columns])
            case .biases: TensorSlot(.encoder(name), shape: [rows])
            }
          }
        }
      }
    }
  }

  /// The bound of the uniform distribution from which parameters are drawn, as in PyTorch: 1 / √H.
  package var initialBound: Double { 1 / Double(hidden).squareRoot() }

  /// The numbers of one token that training keeps for the way back, in all layers and directions.
  package var keptNumbersPerToken: Int { layers * kind.directions.count * kind.cell.keptNumbersPerUnit * hidden }

  /// The multiplications of a forward pass over one token, where the first layer reads `inputs` numbers.
  package func productsPerToken(inputs: Int) -> Int {
    slots(inputs: inputs).reduce(0) { sum, slot in
      switch slot.name.attribute {
      case .weights: sum + slot.count
      case .biases: sum
      }
    }
  }
}
