package import Diagnostics

extension CanonicalMask {
  /// Finds out what `expression` means in `scope`.
  ///
  /// Every independent error is recorded in `log`, with `path` as the field it is about, and so are meanings that are
  /// hardly wanted; the result is `nil` if there is an error.
  package init?(
    _ expression: MaskExpression, in scope: MaskScope, path: String? = nil, log: inout DiagnosticLog
  ) {
    var resolver = MaskResolver(scope, path: path)
    let resolved = resolver.resolve(expression)
    log.record(contentsOf: resolver.log)
    if resolver.log.hasErrors { return nil }
    var evaluator = MaskEvaluator(scope.universe, leaves: resolved.cellSets)
    do {
      let functions = try evaluator.evaluate(resolved)
      self.init(universe: scope.universe, functions: evaluator.classes.map { functions[$0] })
    } catch {
      log.record(Diagnostic.tooComplex(at: expression.range, path: path))
      return nil
    }
    for place in evaluator.emptyChains { log.record(Diagnostic.emptyIntersection(at: place, path: path)) }
    let support = Set(self.support)
    for (symbol, range) in resolver.mentioned where !support.contains(symbol) {
      log.record(Diagnostic.withoutEffect(symbol, at: range, path: path))
    }
  }
}

/// Evaluates a resolved mask on classes of cells that it cannot tell apart.
private struct MaskEvaluator {
  /// The class of each cell of the universe.
  let classes: [Int]

  /// The places of chains that are empty though no operand is.
  private(set) var emptyChains: [SourceRange?] = []

  /// The first cell of each class.
  private let representatives: [Int]
  private let universe: ParameterUniverse
  private var work = BooleanFunction.maximumWork

  /// Prepares to evaluate masks that tell cells of `universe` apart by `leaves` and by whether they are prunable.
  init(_ universe: ParameterUniverse, leaves: [PackedMask]) {
    var classes: [Int] = []
    var representatives: [Int] = []
    var known: [PackedMask: Int] = [:]
    for (index, cell) in universe.cells.enumerated() {
      let signature = PackedMask([universe.tensor(of: cell).isPrunable] + leaves.map { $0[index] })
      if known[signature] == nil {
        known[signature] = representatives.count
        representatives.append(index)
      }
      classes.append(known[signature] ?? 0)
    }
    self.universe = universe
    self.classes = classes
    self.representatives = representatives
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
    let isEmpty = results.allSatisfy { $0 == .never }
    if isEmpty && !values.contains(where: { $0.allSatisfy { $0 == .never } }) { emptyChains.append(range) }
    return results
  }
}

extension ResolvedMask {
  /// The sets of cells at the leaves.
  fileprivate var cellSets: [PackedMask] {
    switch self {
    case .cells(let cells): [cells]
    case .learned: []
    case .complement(let operand): operand.cellSets
    case .chain(_, let operands, _): operands.flatMap(\.cellSets)
    }
  }
}
