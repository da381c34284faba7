import Testing

@testable import Networks

/// Expects every one of `gradients` to be the derivative of `loss` by the scalar at its place in `values`.
///
/// Derivatives are central differences of four points. Several widths are tried, since a kink within reach of a wide
/// one spoils it, and rounding a narrow one; one has to agree to a thousandth of the largest gradient.
func expectDerivatives(
  _ gradients: [Float], of loss: () -> Double, by values: FloatPointer, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let scale = gradients.reduce(Float(0)) { max($0, $1.magnitude) }
  #expect(scale > 0.003, "\(what): gradients that stand out", sourceLocation: sourceLocation)
  for (index, gradient) in gradients.enumerated() {
    let start = values[index]
    defer { values[index] = start }
    func derivative(_ width: Float) -> Double {
      func at(_ steps: Float) -> Double {
        values[index] = start + steps * width
        return loss()
      }
      // What has been added is a float, and not quite the width.
      let reached = Double((start + width) - (start - width)) / 2
      return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * reached)
    }
    var least = Double.infinity
    for width in [0.05, 0.01, 0.002] as [Float] where !(least <= 1e-3 * Double(scale)) {
      least = min(least, abs(derivative(width) - Double(gradient)))
    }
    #expect(
      least <= 1e-3 * Double(scale), "\(what)[\(index)]: \(gradient) differs by \(least)",
      sourceLocation: sourceLocation)
  }
}

/// The sum of the elements of `matrix`, each times that of `weights` at its place.
func weightedSum(_ matrix: Matrix, _ weights: [Float]) -> Double {
  zip(matrix.values, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}
