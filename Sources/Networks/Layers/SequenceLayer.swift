internal import Model

/// A layer that reads the tokens of sentences, each sentence by itself, and gives a row for each token.
///
/// It keeps what the backward pass needs of the forward pass, and packs its weights once for a pass.
protocol SequenceLayer: AnyObject {
  /// The width of a row of outputs.
  var outputWidth: Int { get }

  /// Computes the outputs, which are valid until the next forward pass. *Shape* `x` N × I, result N × `outputWidth`.
  ///
  /// `tensors` are the layer's, in the order of the layout.
  func forward(_ x: Matrix, _ packing: Packing, _ tensors: [LayerTensor]) -> Matrix

  /// Puts the gradients of inputs and tensors where they belong; must follow the `forward` of the same arguments.
  ///
  /// *Shape* `outputGradients` N × `outputWidth`, `inputGradients` N × I, which is added to if `adding`. `gradients`
  /// has a place for each tensor, nil for what is not learned now.
  func backward(
    _ x: Matrix, _ packing: Packing, _ tensors: [LayerTensor], outputGradients: Matrix, inputGradients: Matrix,
    adding: Bool, gradients: [FloatPointer?])
}

/// A tensor as a layer uses it: its scalars, and which of them count; the others are 0 for the layer.
struct LayerTensor {
  let base: FloatPointer
  var mask = TensorMask.all
}

extension Encoder {
  /// A layer of this encoder that reads rows of `inputs` numbers.
  func layer(inputs: Int, team: Team) -> any SequenceLayer {
    switch kind.cell {
    case .lstm: RecurrentLayer<LSTMPass>(kind.directions, inputs: inputs, hidden: hidden, team: team)
    case .gru: RecurrentLayer<GRUPass>(kind.directions, inputs: inputs, hidden: hidden, team: team)
    }
  }
}
