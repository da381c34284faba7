/// Several measurements of one thing.
package struct Sample: Hashable, Sendable {
  package let values: [Double]

  package init(_ values: [Double]) { self.values = values }

  /// The mean; `nil` of nothing.
  package var mean: Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }

  /// The variance of what the values are a sample of, with n − 1 in its denominator; `nil` for fewer than two.
  package var variance: Double? {
    guard values.count > 1, let mean else { return nil }
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }

  /// The square root of the variance.
  package var deviation: Double? { variance?.squareRoot() }

  /// For each of `parts` the value below which this part of the values lies, between neighbours in proportion, as in
  /// numpy. Complexity: O(n log n). Requires: there are values.
  package func percentiles(_ parts: [Double]) -> [Double] {
    let sorted = values.sorted()
    return parts.map { part in
      let place = part * Double(sorted.count - 1)
      let low = Int(place)
      let high = min(low + 1, sorted.count - 1)
      return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
    }
  }
}
