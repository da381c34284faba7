import MaskAlgebra
import Testing

private let freeSymbols: [LearnedMask] = [
  .imp(task: "a", .selected), .random(keep: 0.5, seed: 1), .file(path: "m", task: nil),
]
private let chain: [LearnedMask] = [1, 3, 4].map { .imp(task: "a", .round($0)) }

/// The function of `expression` over learned masks, by the operations under test.
private func function(_ expression: MaskExpression, _ symbols: [MaskExpression: LearnedMask]) throws
  -> BooleanFunction
{
  switch expression.form {
  case .all: return .always
  case .none: return .never
  case .region, .tower, .learned: return BooleanFunction(try #require(symbols[expression]))
  case .complement(let operand): return try function(operand, symbols).complement
  case .chain(let combining, let operands):
    return try BooleanFunction.combining(combining, operands.map { try function($0, symbols) }[...])
  }
}

/// Whether `function` has the form that its documentation promises.
private func isWellFormed(_ function: BooleanFunction) -> Bool {
  if Set(function.nodes).count != function.nodes.count { return false }
  if !function.nodes.isEmpty && function.root != .node(function.nodes.count - 1) { return false }
  if Set(function.nodes.map(\.symbol)) != Set(function.support.indices) { return false }
  if function.support != Set(function.support).sorted() { return false }
  return function.nodes.enumerated().allSatisfy { index, node in
    func leadsOn(_ reference: BooleanFunction.Reference, isLow: Bool) -> Bool {
      guard case .node(let child) = reference else { return true }
      let (above, below) = (function.support[node.symbol], function.support[function.nodes[child].symbol])
      return child < index && above < below && !(isLow && below.isNested(in: above))
    }
    return node.low != node.high && leadsOn(node.low, isLow: true) && leadsOn(node.high, isLow: false)
  }
}

@Test(arguments: [freeSymbols, chain, freeSymbols + chain])
func equalFunctionsAreThoseEqualUnderEveryAssignment(symbols: [LearnedMask]) throws {
  let leaves = Dictionary(uniqueKeysWithValues: symbols.map { ($0.expression, $0) })
  let cases = assignments(of: symbols)
  var generator = TestGenerator(seed: 1)
  var tables: [BooleanFunction: [Bool]] = [:]
  var functions: [[Bool]: BooleanFunction] = [:]
  for _ in 0..<2_000 {
    let expression = generator.expression(depth: 4, leaves: symbols.map(\.expression))
    let found = try function(expression, leaves)
    #expect(isWellFormed(found), "\(expression)")
    let table = cases.map { assignment in
      value(of: expression) { leaves[MaskExpression($0)].flatMap { assignment[$0] } ?? false }
    }
    #expect(cases.map { assignment in found.evaluate { assignment[$0] ?? false } } == table, "\(expression)")
    #expect(tables[found] == nil || tables[found] == table, "\(expression)")
    #expect(functions[table] == nil || functions[table] == found, "\(expression)")
    tables[found] = table
    functions[table] = found
  }
}

/// Three free symbols have eight states and 256 functions; a chain of three has four states and 16 functions.
@Test(arguments: [(freeSymbols, 256), (chain, 16)])
func everyFunctionHasOneForm(symbols: [LearnedMask], count: Int) throws {
  let states = assignments(of: symbols)
  #expect(1 << states.count == count)
  /// The conjunction of the literals of `state`.
  func literal(_ state: [LearnedMask: Bool]) throws -> BooleanFunction {
    let literals = symbols.map { state[$0] == true ? BooleanFunction($0) : BooleanFunction($0).complement }
    return try BooleanFunction.combining(.and, literals[...])
  }
  var found: Set<BooleanFunction> = []
  for table in 0..<count {
    let chosen = try states.indices.filter { table >> $0 & 1 == 1 }.map { try literal(states[$0]) }
    let others = try states.indices.filter { table >> $0 & 1 == 0 }.map { try literal(states[$0]).complement }
    let union = try BooleanFunction.combining(.or, chosen[...])
    #expect(try BooleanFunction.combining(.and, [.always] + others.reversed()) == union)
    #expect(isWellFormed(union))
    found.insert(union)
  }
  #expect(found.count == count)
}

@Test func laterRoundsLieWithinEarlierOnes() throws {
  let (first, last) = (BooleanFunction(chain[0]), BooleanFunction(chain[2]))
  #expect(try last.isSubset(of: first))
  #expect(try !first.isSubset(of: last))
  #expect(try first.and(last) == last)
  #expect(try last.subtracting(first) == .never)
  #expect(try !BooleanFunction(.imp(task: "b", .round(9))).isSubset(of: first))
  #expect(try !BooleanFunction(.imp(task: "a", .keep(0.1))).isSubset(of: first))
}

@Test func disjointnessAndInclusionAreDecided() throws {
  let (a, b) = (BooleanFunction(freeSymbols[0]), BooleanFunction(freeSymbols[1]))
  #expect(try a.subtracting(b).isDisjoint(with: b))
  #expect(try !a.isDisjoint(with: b))
  #expect(try a.and(b).isSubset(of: a.or(b)))
  #expect(try a.xor(b).support == [freeSymbols[0], freeSymbols[1]])
  #expect(try a.xor(a).constant == false)
}

/// The classic bad order: pairs whose halves stand far apart need a node for every subset of the first halves.
@Test func blowUpIsRefused() throws {
  func pairs(_ count: Int) throws -> BooleanFunction {
    var result = BooleanFunction.never
    for index in 0..<count {
      let first = BooleanFunction(.random(keep: 0.25, seed: UInt64(index)))
      let second = BooleanFunction(.random(keep: 0.5, seed: UInt64(index)))
      result = try result.or(first.and(second))
    }
    return result
  }
  #expect(try pairs(8).nodes.count > 255)
  #expect(throws: BooleanFunction.TooComplex.self) { try pairs(16) }
}

@Test func longChainsAreCheap() throws {
  let symbols = (0..<2_000).map { BooleanFunction(.random(keep: 0.5, seed: UInt64($0))) }
  for combining in MaskOperator.allCases {
    let size = try BooleanFunction.combining(combining, symbols[...]).nodes.count
    #expect(size == (combining == .exclusiveOr ? 2 * 2_000 - 1 : 2_000))
  }
}
