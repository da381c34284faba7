/// A way in which T towers exchange the outputs of a layer, with parameters of its own for each layer.
protocol TowerCoupling {
  /// The shape of a layer's tensor of parameters.
  func parameterShape(towers: Int) -> [Int]

  /// The parameters that training starts with, one layer's.
  func initialParameters(towers: Int) -> [Float]

  /// Computes what tower `tower` goes on with. *Shape* `outputs` T of N × D; `mixed` N × D, dense.
  func mix(_ outputs: [Matrix], parameters: FloatPointer, tower: Int, into mixed: Matrix)

  /// Adds to the gradients of `outputs`, and puts what `tower` contributes to those of the parameters in its place,
  /// given the gradients of what `tower` went on with. Gradients of parameters are zero before the first tower.
  func unmix(
    _ mixedGradients: Matrix, _ outputs: [Matrix], parameters: FloatPointer, tower: Int, gradients: [Matrix],
    parameterGradients: FloatPointer)
}

extension NetworkShape.Coupling {
  /// How towers exchange outputs; nil if they do not.
  var exchange: (any TowerCoupling)? {
    switch self {
    case .none: nil
    case .crossStitch(let own): CrossStitch(own: own)
    }
  }
}
