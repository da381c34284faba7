import Diagnostics

/// Evaluates a resolved mask on classes of cells that it cannot tell apart.
struct MaskEvaluator {
  /// The class of each cell of the universe.
  let classes: [Int]

  /// The places of chains that are empty though no operand is.
  private(set) var emptyChains: [SourceRange?] = []

  /// The first cell of each class.
  private let representatives: [Int]
  private let universe: ParameterUniverse

  /// The number of steps that may still be taken.
  private(set) var work: Int

  /// Prepares to evaluate masks that tell cells of `universe` apart by `leaves` and by whether they are prunable, in at
  /// most `work` steps.
  init(_ universe: ParameterUniverse, leaves: [PackedMask], work: Int) {
    // Cells are divided by one leaf after the other; the classes so far and the leaf's bit tell new ones.
    var classes = universe.cells.map { universe.tensor(of: $0).isPrunable ? 1 : 0 }
    for leaf in leaves {
      var known: [Int: Int] = [:]
      for index in classes.indices {
        let key = 2 * classes[index] + (leaf[index] ? 1 : 0)
        let place = known[key] ?? known.count
        known[key] = place
        classes[index] = place
      }
    }
    var places: [Int: Int] = [:]
    var representatives: [Int] = []
    for (index, key) in classes.enumerated() {
      if places[key] == nil {
        places[key] = representatives.count
        representatives.append(index)
      }
      classes[index] = places[key] ?? 0
    }
    self.universe = universe
    self.classes = classes
    self.representatives = representatives
    self.work = work
  }

  /// The function of `mask` in each class.
  mutating func evaluate(_ mask: ResolvedMask) throws(BooleanFunction.TooComplex) -> [BooleanFunction] {
    switch mask {
    case .cells(let cells):
      return representatives.map { BooleanFunction(constant: cells[$0]) }
    case .learned(let symbol):
      return representatives.map { CanonicalMask.function(of: symbol, in: universe.cells[$0], of: universe) }
    case .complement(let operand):
      return try evaluate(operand).map(\.complement)
    case .chain(let combining, let operands, let range):
      return try evaluate(combining, operands, at: range)
    }
  }

  private mutating func evaluate(
    _ combining: MaskOperator, _ operands: [ResolvedMask], at range: SourceRange?
  ) throws(BooleanFunction.TooComplex) -> [BooleanFunction] {
    var values: [[BooleanFunction]] = []
    for operand in operands { values.append(try evaluate(operand)) }
    var results: [BooleanFunction] = []
    for index in representatives.indices {
      results.append(try BooleanFunction.combining(combining, values.map { $0[index] }[...], work: &work))
    }
    let isEmpty = results.allSatisfy { $0.isNever }
    if isEmpty && !values.contains(where: { $0.allSatisfy { $0.isNever } }) { emptyChains.append(range) }
    return results
  }
}

extension ResolvedMask {
  /// The sets of cells at the leaves.
  var cellSets: [PackedMask] {
    switch self {
    case .cells(let cells): [cells]
    case .learned: []
    case .complement(let operand): operand.cellSets
    case .chain(_, let operands, _): operands.flatMap(\.cellSets)
    }
  }
}
