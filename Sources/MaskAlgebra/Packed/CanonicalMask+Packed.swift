import Model

extension CanonicalMask {
  /// A learned mask was needed that nobody gave, or it does not fit its tensor.
  package enum EvaluationError: Error, Hashable, Sendable {
    /// `symbol` has no mask for the tensor.
    case missing(LearnedMask, tensor: String)

    /// The mask of `symbol` for the tensor has another number of scalars.
    case wrongSize(LearnedMask, tensor: String, found: Int, expected: Int)
  }

  /// The scalars that the mask keeps in each cell of the universe, in order, given the learned masks it depends on.
  ///
  /// `learned` gives the masks of one tower of the base network by the names of its tensors; only those are asked for
  /// that make a difference.
  package func evaluate(_ learned: (LearnedMask) -> PackedMaskSet?) throws(EvaluationError) -> [PackedMask] {
    var sets: [LearnedMask: PackedMaskSet] = [:]
    for symbol in support { sets[symbol] = learned(symbol) }
    var masks: [PackedMask] = []
    for (cell, function) in zip(universe.cells, functions) {
      let tensor = universe.tensor(of: cell)
      var inputs: [LearnedMask: PackedMask] = [:]
      for symbol in function.support { inputs[symbol] = try sets[symbol].mask(of: symbol, for: tensor) }
      masks.append(function.evaluate(on: inputs, count: tensor.count))
    }
    return masks
  }

  /// The scalars that the mask keeps, by the names of cells.
  package func packed(_ learned: (LearnedMask) -> PackedMaskSet?) throws(EvaluationError) -> PackedMaskSet {
    let masks = try evaluate(learned)
    return PackedMaskSet(zip(universe.cells.map { universe.name(of: $0).text }, masks))
  }
}

extension PackedMaskSet? {
  /// The mask that `symbol` has for `tensor` in this set.
  fileprivate func mask(
    of symbol: LearnedMask, for tensor: ParameterTensor
  ) throws(CanonicalMask.EvaluationError) -> PackedMask {
    guard let mask = self?[tensor.name] else { throw .missing(symbol, tensor: tensor.name) }
    guard mask.count == tensor.count else {
      throw .wrongSize(symbol, tensor: tensor.name, found: mask.count, expected: tensor.count)
    }
    return mask
  }
}

extension BooleanFunction {
  /// The scalars for which the function is true, given those that each learned mask of its support keeps.
  ///
  /// Requires: a mask of `count` scalars for each symbol.
  /// Complexity: one word operation for each node and 64 scalars.
  package func evaluate(on inputs: [LearnedMask: PackedMask], count: Int) -> PackedMask {
    if let constant { return PackedMask(count: count, filledWith: constant) }
    let words = support.map { inputs[$0]?.words ?? [] }
    let length = PackedMask.wordCount(for: count)
    precondition(words.allSatisfy { $0.count == length }, "every symbol has a mask of the tensor's size")
    let steps = steps
    // The first two values are those of the constants.
    var values = [UInt64](repeating: 0, count: steps.count + 2)
    values[1] = ~0
    var result = [UInt64](repeating: 0, count: length)
    for index in 0..<length {
      for (place, step) in steps.enumerated() {
        let kept = words[step.symbol][index]
        values[place + 2] = kept & values[step.high] | ~kept & values[step.low]
      }
      result[index] = values[values.count - 1]
    }
    return PackedMask(count: count, words: result)
  }

  /// The nodes with indices for places, of which the constants come first.
  private var steps: [(symbol: Int, low: Int, high: Int)] {
    func place(_ reference: Reference) -> Int {
      switch reference {
      case .constant(let value): value ? 1 : 0
      case .node(let index): index + 2
      }
    }
    return nodes.map { ($0.symbol, place($0.low), place($0.high)) }
  }
}
