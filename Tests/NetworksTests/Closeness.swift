import Testing

@testable import Networks

/// Expects numbers to agree within `relative` of the expected one, as `worstDifference` understands it.
func expectClose(
  _ found: some Collection<Float>, _ expected: some Collection<Float>, relative: Float = 1e-4, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let comparison = OracleComparison(
    tensor: what, found: Array(found), expected: Array(expected), relative: relative)
  if let complaint = comparison.complaint { Issue.record("\(complaint)", sourceLocation: sourceLocation) }
}

extension TrainingNetwork {
  /// The momenta that its optimizer keeps.
  var momenta: Parameters {
    get { Parameters(layout: layout, values: optimizerState.numbers["momenta"] ?? []) }
    set { optimizerState.numbers["momenta"] = newValue.values }
  }
}

extension OptimizerOptions {
  /// The momentum of stochastic gradient descent.
  var momentum: Float {
    switch rule {
    case .sgd(let momentum): momentum
    }
  }
}

extension FloatBuffer {
  /// A buffer that holds `values`.
  convenience init(_ values: some Collection<Float>) {
    self.init(zeros: values.count)
    for (index, value) in values.enumerated() { base[index] = value }
  }

  /// The first `count` floats.
  func values(_ count: Int) -> [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }
}

extension Matrix {
  /// All elements, row by row.
  var values: [Float] { (0..<rows).flatMap { row in (0..<columns).map { self.row(row)[$0] } } }
}
