/// Several measurements of one thing.
package struct Sample: Hashable, Sendable {
  package let values: [Double]

  package init(_ values: [Double]) { self.values = values }

  /// The mean; `nil` of nothing.
  package var mean: Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }

  /// The standard deviation of what the values are a sample of, with n − 1 in its denominator; `nil` for fewer than
  /// two.
  package var deviation: Double? {
    guard values.count > 1, let mean else { return nil }
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
  }
}
