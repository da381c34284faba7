/// The mask of one task, as a Boolean function of learned masks in every cell: equal meanings are equal values.
package struct CanonicalMask: Hashable, Sendable {
  /// The scalars that the mask is about.
  package let universe: ParameterUniverse

  /// When a scalar of each cell is kept, in the order of `universe.cells`.
  package let functions: [BooleanFunction]

  /// Creates the mask with one function for each cell of `universe`.
  package init(universe: ParameterUniverse, functions: [BooleanFunction]) {
    precondition(functions.count == universe.cells.count, "a mask has one function for each cell")
    self.universe = universe
    self.functions = functions
  }

  /// Creates the mask that keeps the same scalars whatever the learned masks: those of `cells`.
  package init(universe: ParameterUniverse, keeping cells: PackedMask) {
    self.init(
      universe: universe, functions: universe.cells.indices.map { BooleanFunction(constant: cells[$0]) })
  }

  /// Masks that are compared are mostly about one universe, so that the functions alone tell them apart.
  package func hash(into hasher: inout Hasher) { hasher.combine(functions) }

  /// The learned masks that the mask depends on, in order.
  package var support: [LearnedMask] { functions.lazy.map(\.support).joinedInOrder }

  /// Whether the mask keeps the same scalars whatever the learned masks.
  package var isStatic: Bool { functions.allSatisfy { $0.constant != nil } }

  /// The cells of which the mask may keep something.
  package var liveCells: PackedMask { PackedMask(functions.map { !$0.isNever }) }

  /// The cells of which the mask keeps everything.
  package var fullCells: PackedMask { PackedMask(functions.map(\.isAlways)) }

  /// The function of `symbol` in `cell`: itself, or `always` where pruning made it and drops nothing.
  static func function(
    of symbol: LearnedMask, in cell: ParameterUniverse.Cell, of universe: ParameterUniverse
  ) -> BooleanFunction {
    symbol.isPruned && !universe.tensor(of: cell).isPrunable ? .always : BooleanFunction(symbol)
  }
}

extension Sequence<[LearnedMask]> {
  /// The learned masks of all lists, each of which is in order, each mask once and in order.
  var joinedInOrder: [LearnedMask] {
    // Lists are mostly empty or equal, and then nothing need be sorted.
    var common: [LearnedMask] = []
    for list in self where !list.isEmpty {
      if common.isEmpty { common = list } else if list != common { return Set(joined()).sorted() }
    }
    return common
  }
}

// MARK: Operations

extension CanonicalMask {
  /// The scalars that this mask, on the left, and `other` keep together as `combining` tells.
  package func apply(_ combining: MaskOperator, _ other: CanonicalMask) throws(BooleanFunction.TooComplex)
    -> CanonicalMask
  {
    precondition(universe == other.universe, "masks of one universe are combined")
    var results: [BooleanFunction] = []
    for index in functions.indices {
      results.append(try functions[index].apply(combining, other.functions[index]))
    }
    return CanonicalMask(universe: universe, functions: results)
  }

  /// The scalars that this mask does not keep.
  package var complement: CanonicalMask {
    CanonicalMask(universe: universe, functions: functions.map(\.complement))
  }

  /// Whether `other` keeps whatever this mask keeps, whatever the learned masks.
  package func isSubset(of other: CanonicalMask) throws(BooleanFunction.TooComplex) -> Bool {
    for index in functions.indices where try !functions[index].isSubset(of: other.functions[index]) {
      return false
    }
    return true
  }

  /// Whether no scalar can be kept by both masks, whatever the learned masks.
  package func isDisjoint(with other: CanonicalMask) throws(BooleanFunction.TooComplex) -> Bool {
    for index in functions.indices where try !functions[index].isDisjoint(with: other.functions[index]) {
      return false
    }
    return true
  }
}
