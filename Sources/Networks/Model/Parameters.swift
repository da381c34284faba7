internal import CKernels

/// A number for every scalar of a layout: parameters, momenta or gradients.
package struct Parameters: Sendable, Hashable {
  package let layout: ParameterLayout

  /// The numbers, in the layout's order.
  package var values: [Float]

  /// All zero.
  package init(zerosOf layout: ParameterLayout) {
    self.layout = layout
    self.values = [Float](repeating: 0, count: layout.count)
  }

  /// Requires: `values` has as many numbers as the layout.
  package init(layout: ParameterLayout, values: [Float]) {
    precondition(values.count == layout.count, "one value for each scalar")
    self.layout = layout
    self.values = values
  }

  /// The numbers of the tensor called `name`. Requires: there is one.
  package subscript(name: String) -> ArraySlice<Float> {
    get { values[range(of: name)] }
    set { values.replaceSubrange(range(of: name), with: newValue) }
  }

  /// The first tensor with a number that is infinite or none; nil if all are finite.
  package var firstNonFinite: ParameterTensor? {
    values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return nil }
      // No square of a single-precision number is beyond double precision, nor a sum of them.
      return layout.tensors.first { !ss_sum_of_squares($0.count, base + $0.range.lowerBound).isFinite }
    }
  }

  private func range(of name: String) -> Range<Int> {
    guard let tensor = layout[name] else { preconditionFailure("no tensor is called \(name)") }
    return tensor.range
  }
}

/// Word vectors that were learned elsewhere, for some rows of the word embedding.
package struct WordVectors: Sendable, Hashable {
  /// The rows of the embedding that have a vector.
  package let rows: [Int]

  /// The vectors, one behind the other.
  package let values: [Float]

  package init(rows: [Int], values: [Float]) {
    self.rows = rows
    self.values = values
  }
}
