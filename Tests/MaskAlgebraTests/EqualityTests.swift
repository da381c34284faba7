import Diagnostics
import MaskAlgebra
import Model
import Testing

/// A universe small enough to try everything: what is copied for each task, and what pruning may drop.
private struct SmallUniverse: CustomTestStringConvertible {
  let towers: TowerScope
  let prunesBiases: Bool
  let owner: String

  var testDescription: String { "towers: \(towers), \(prunesBiases ? "all" : "weights") pruned, self: \(owner)" }

  static let all = TowerScope.allCases.flatMap { towers in
    [false, true].map { SmallUniverse(towers: towers, prunesBiases: $0, owner: $0 ? "b" : "a") }
  }

  static let tasks = ["a", "b"]

  static let symbols: [LearnedMask] = [
    .imp(task: "a", .selected), .imp(task: "a", .round(1)), .imp(task: "a", .round(3)), .imp(task: "b", .keep(0.5)),
    .random(keep: 0.5, seed: 1), .file(path: "f", task: "b"),
  ]

  /// Leaves that are known beforehand, with the names of tensors that they include; told without the product's code.
  private static let regions: [(text: String, includes: @Sendable (String) -> Bool)] = [
    ("all", { _ in true }), ("none", { _ in false }), ("char_cnn", { $0.hasPrefix("char_cnn") }),
    ("encoder.1", { $0.contains("_l0") }), ("layers(2)", { $0.contains("_l1") }),
    ("layers(1..2).input", { $0.contains("_ih_") }), ("encoder.backward", { $0.hasSuffix("_reverse") }),
    ("encoder.2.forward.recurrent.weights", { $0.hasSuffix("weight_hh_l1") }), ("weights", { $0.contains("weight") }),
    ("biases", { $0.contains("bias") }), ("imp(b, round: 0)", { _ in true }),
    ("random(keep: 1, seed: 2)", { _ in true }),
  ]

  var universe: ParameterUniverse {
    ParameterUniverse(
      characters: CharacterShape(dimension: 1, filters: 1, width: 1), wordDimension: 1,
      encoder: Encoder(.bilstm, layers: 2, hidden: 1),
      towers: towers, tasks: Self.tasks, exclude: prunesBiases ? .nothing : .biases)
  }

  var scope: MaskScope { MaskScope(universe: universe, tasks: Self.tasks, owner: owner, rounds: 3) }

  func leaves() throws -> [MaskExpression] {
    let towerNames = towers == .none ? [] : ["tower(a)", "tower(self)"]
    return try (Self.regions.map(\.text) + towerNames + ["imp(self, round: 1)"]).map { try expression($0) }
      + Self.symbols.map(\.expression)
  }

  /// What each leaf keeps in every cell under every assignment of the learned masks.
  func tables() throws -> [MaskExpression: [UInt64]] {
    let universe = universe
    let own = LearnedMask.imp(task: owner, .round(1))
    let symbols = Self.symbols.contains(own) ? Self.symbols : Self.symbols + [own]
    let cases = assignments(of: symbols)
    func table(_ holds: (ParameterUniverse.Cell, [LearnedMask: Bool]) -> Bool) -> [UInt64] {
      packed(universe.cells.flatMap { cell in cases.map { holds(cell, $0) } })
    }
    func table(of symbol: LearnedMask) -> [UInt64] {
      table { cell, assignment in
        let isExcluded = !prunesBiases && universe.tensor(of: cell).name.contains("bias") && symbol.isPruned
        return isExcluded || assignment[symbol] == true
      }
    }
    var tables: [MaskExpression: [UInt64]] = [:]
    for (text, includes) in Self.regions {
      tables[try expression(text)] = table { cell, _ in includes(universe.tensor(of: cell).name) }
    }
    for symbol in symbols { tables[symbol.expression] = table(of: symbol) }
    tables[try expression("imp(self, round: 1)")] = table(of: own)
    tables[try expression("tower(a)")] = table { cell, _ in universe.tower(of: cell) == "a" }
    tables[try expression("tower(self)")] = table { cell, _ in universe.tower(of: cell) == owner }
    return tables
  }

  /// Leaves, and other expressions that mean the same in this universe by what is certain of learned masks and regions.
  func laws() throws -> [MaskExpression: MaskExpression] {
    var laws = [
      "imp(a, round: 3)": "imp(a, round: 1) & imp(a, round: 3)",
      "imp(a, round: 1)": "imp(a, round: 3) | imp(a, round: 1)",
      "all": "imp(b, round: 0)", "encoder.1": "all - char_cnn - layers(2)", "weights": "all - biases",
    ]
    if !prunesBiases {
      laws["imp(a)"] = "biases | imp(a)"
      laws["random(keep: 0.5, seed: 1)"] = "random(keep: 0.5, seed: 1) & weights | biases"
      laws["biases"] = "imp(b, keep: 0.5) & biases"
    }
    return try Dictionary(uniqueKeysWithValues: laws.map { (try expression($0), try expression($1)) })
  }

  func canonical(_ expression: MaskExpression) throws -> CanonicalMask {
    var log = DiagnosticLog()
    return try #require(CanonicalMask(expression, in: scope, log: &log), "\(expression): \(log.diagnostics)")
  }
}

/// Masks are equal exactly if they keep the same scalars whatever the learned masks turn out to be: for expressions
/// drawn at random, for others that mean the same by the laws of sets, and for such with one leaf exchanged.
@Test(arguments: SmallUniverse.all)
private func masksAreEqualIfAndOnlyIfTheyKeepTheSameEverywhere(small: SmallUniverse) throws {
  var generator = TestGenerator(seed: 6)
  let leaves = try small.leaves()
  let (tables, laws) = (try small.tables(), try small.laws())
  var equal = 0
  var different = 0
  for _ in 0..<60 {
    let first = generator.expression(depth: 3, leaves: leaves)
    let respelt = generator.respelt(first, leaves: leaves, laws)
    let exchanged = generator.exchangingOneLeaf(of: respelt, leaves: leaves)
    let (mask, kept) = (try small.canonical(first), try table(of: first, tables))
    #expect(try table(of: respelt, tables) == kept, "the laws are wrong: \(first), \(respelt)")
    #expect(try small.canonical(respelt) == mask, "\(first) and \(respelt)")
    let isEqual = try table(of: exchanged, tables) == kept
    #expect(try (small.canonical(exchanged) == mask) == isEqual, "\(first) and \(exchanged)")
    if isEqual { equal += 1 } else { different += 1 }
  }
  // Both directions are tried in earnest.
  #expect(equal >= 5 && different >= 10, "\(equal) equal, \(different) different")
}

/// `bits`, 64 in a word, with zeros after the last.
private func packed(_ bits: [Bool]) -> [UInt64] {
  stride(from: 0, to: bits.count, by: 64).map { start in
    bits[start..<min(start + 64, bits.count)].enumerated().reduce(0) { $0 | ($1.element ? 1 << $1.offset : 0) }
  }
}

/// What `expression` keeps, given what its leaves do, straight from the operators' definitions.
private func table(of expression: MaskExpression, _ leaves: [MaskExpression: [UInt64]]) throws -> [UInt64] {
  switch expression.form {
  case .all, .none, .region, .tower, .learned: return try #require(leaves[expression], "\(expression) is no leaf")
  case .complement(let operand):
    return zip(try table(of: MaskExpression(.all), leaves), try table(of: operand, leaves)).map { $0 & ~$1 }
  case .chain(let combining, let operands):
    let tables = try operands.map { try table(of: $0, leaves) }
    return tables.dropFirst().reduce(tables[0]) { left, right in
      switch combining {
      case .or: zip(left, right).map { $0 | $1 }
      case .and: zip(left, right).map { $0 & $1 }
      case .exclusiveOr: zip(left, right).map { $0 ^ $1 }
      case .difference: zip(left, right).map { $0 & ~$1 }
      }
    }
  }
}

extension TestGenerator {
  /// An expression that means what `expression` does, by `laws` and those that hold for all sets.
  fileprivate mutating func respelt(
    _ expression: MaskExpression, leaves: [MaskExpression], _ laws: [MaskExpression: MaskExpression]
  ) -> MaskExpression {
    let inner = respeltInside(expression, leaves: leaves, laws)
    switch Int.random(in: 0..<6, using: &self) {
    case 0: return MaskExpression(.complement(MaskExpression(.complement(inner))))
    case 1: return .chain(.or, [.chain(.and, [pick(leaves), inner]), inner])
    case 2: return .chain(.and, [.chain(.or, [inner, pick(leaves)]), inner])
    case 3: return .chain(.exclusiveOr, [inner, MaskExpression(.none)])
    default: return inner
    }
  }

  private mutating func respeltInside(
    _ expression: MaskExpression, leaves: [MaskExpression], _ laws: [MaskExpression: MaskExpression]
  ) -> MaskExpression {
    func not(_ operand: MaskExpression) -> MaskExpression { MaskExpression(.complement(operand)) }
    switch expression.form {
    case .all, .none, .region, .tower, .learned: return laws[expression] ?? expression
    case .complement(let operand):
      return .chain(.difference, [MaskExpression(.all), respelt(operand, leaves: leaves, laws)])
    case .chain(let combining, let operands):
      var parts: [MaskExpression] = []
      for operand in operands { parts.append(respelt(operand, leaves: leaves, laws)) }
      switch combining {
      case .or: return not(.chain(.and, parts.reversed().map(not)))
      case .and: return not(.chain(.or, parts.reversed().map(not)))
      case .difference: return .chain(.and, parts.dropFirst().map(not) + [parts[0]])
      case .exclusiveOr:
        return parts.dropFirst().reduce(parts[0]) { left, right in
          .chain(.difference, [.chain(.or, [right, left]), .chain(.and, [left, right])])
        }
      }
    }
  }

  /// The expression with one of its leaves exchanged for another.
  fileprivate mutating func exchangingOneLeaf(of expression: MaskExpression, leaves: [MaskExpression]) -> MaskExpression
  {
    switch expression.form {
    case .all, .none, .region, .tower, .learned: return pick(leaves)
    case .complement(let operand): return MaskExpression(.complement(exchangingOneLeaf(of: operand, leaves: leaves)))
    case .chain(let combining, var operands):
      let index = Int.random(in: operands.indices, using: &self)
      operands[index] = exchangingOneLeaf(of: operands[index], leaves: leaves)
      return .chain(combining, operands)
    }
  }
}
