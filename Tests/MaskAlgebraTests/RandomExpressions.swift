import MaskAlgebra

/// A small reproducible generator (SplitMix64), so that a failing case can be found again.
struct TestGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &self)]
  }

  /// An expression of at most `depth` levels of operators over `leaves`.
  mutating func expression(depth: Int, leaves: [MaskExpression]) -> MaskExpression {
    switch depth == 0 ? 0 : Int.random(in: 0..<6, using: &self) {
    case 0: return pick(leaves)
    case 1: return MaskExpression(.complement(expression(depth: depth - 1, leaves: leaves)))
    default:
      let operands = (0..<Int.random(in: 2...3, using: &self)).map { _ in
        expression(depth: depth - 1, leaves: leaves)
      }
      return .chain(pick(MaskOperator.allCases), operands)
    }
  }
}

/// The value of `expression` where each leaf has the value `leaf` gives, straight from the operators' definitions.
func value(of expression: MaskExpression, _ leaf: (MaskExpression.Form) -> Bool) -> Bool {
  switch expression.form {
  case .all: true
  case .none: false
  case .region, .tower, .learned: leaf(expression.form)
  case .complement(let operand): !value(of: operand, leaf)
  case .chain(.or, let operands): operands.contains { value(of: $0, leaf) }
  case .chain(.and, let operands): operands.allSatisfy { value(of: $0, leaf) }
  case .chain(.exclusiveOr, let operands): operands.count { value(of: $0, leaf) } % 2 == 1
  case .chain(.difference, let operands):
    value(of: operands[0], leaf) && !operands.dropFirst().contains { value(of: $0, leaf) }
  }
}

/// All ways to keep a scalar or not under `symbols` in which nothing is kept after a later round of a task only.
func assignments(of symbols: [LearnedMask]) -> [[LearnedMask: Bool]] {
  let all = (0..<1 << symbols.count).map { bits in
    Dictionary(uniqueKeysWithValues: symbols.enumerated().map { ($1, bits >> $0 & 1 == 1) })
  }
  return all.filter { assignment in
    symbols.allSatisfy { inner in
      symbols.allSatisfy { outer in
        !isLaterRound(inner, than: outer) || assignment[inner] == false || assignment[outer] == true
      }
    }
  }
}

/// Whether both masks are rounds of one task's pruning and `inner` is the later one.
private func isLaterRound(_ inner: LearnedMask, than outer: LearnedMask) -> Bool {
  guard case .imp(let task, .round(let later)) = inner, case .imp(task, .round(let earlier)) = outer else {
    return false
  }
  return later > earlier
}
