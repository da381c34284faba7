/// A Boolean function of learned masks in canonical form: equal functions are equal values.
///
/// The form is a reduced ordered decision diagram. Every path tests learned masks in their order; no node tests what
/// makes no difference, and no two nodes are alike. Nodes stand in the order in which a depth-first walk that goes
/// low before high leaves them, so that children come before parents and the root last.
///
/// Learned masks are free of one another but for the rounds of one task, which are nested: the diagram of such a
/// chain is that of a variable with one value for each number of rounds survived. A low edge leads past the tests of
/// later rounds, which are then false, and a test is left out when its low edge would lead where the next test of
/// the same chain leads by its own.
///
/// A function takes the space of a pointer, and unequal ones are told apart by hashes, since masks over many towers
/// have millions of them.
package struct BooleanFunction: Sendable {
  private let form: Form

  private enum Form: Sendable {
    case constant(Bool)
    case diagram(Diagram)
  }

  /// The tests of a function that is no constant.
  private final class Diagram: Sendable {
    let support: [LearnedMask]
    let nodes: [Node]
    let root: Reference

    /// The hash of `nodes`, which functions of other learned masks may have in common.
    let nodesHash: Int

    /// The hash of everything.
    let hash: Int

    init(support: [LearnedMask], nodes: [Node], root: Reference, nodesHash: Int? = nil) {
      self.support = support
      self.nodes = nodes
      self.root = root
      self.nodesHash = nodesHash ?? nodes.hashValue
      var hasher = Hasher()
      hasher.combine(support)
      hasher.combine(self.nodesHash)
      hash = hasher.finalize()
    }
  }

  /// The learned masks that the function depends on, in order.
  package var support: [LearnedMask] {
    switch form {
    case .constant: []
    case .diagram(let diagram): diagram.support
    }
  }

  /// The tests; empty for a constant.
  package var nodes: [Node] {
    switch form {
    case .constant: []
    case .diagram(let diagram): diagram.nodes
    }
  }

  /// Where evaluation begins.
  package var root: Reference {
    switch form {
    case .constant(let value): .constant(value)
    case .diagram(let diagram): diagram.root
    }
  }

  /// The most nodes of a function.
  package static let maximumSize = 10_000

  /// The most steps that may go into one function: places in two diagrams that are looked at together.
  package static let maximumWork = 300_000

  /// One test of a learned mask.
  package struct Node: Hashable, Sendable {
    /// The index in `support` of the learned mask.
    package let symbol: Int

    /// Where to go when the learned mask drops the scalar.
    package let low: Reference

    /// Where to go when the learned mask keeps the scalar.
    package let high: Reference
  }

  /// A constant or a node.
  package enum Reference: Hashable, Sendable {
    case constant(Bool)

    /// The node at an index of `nodes`.
    case node(Int)
  }

  /// The function would have more than `maximumSize` nodes or take more than `maximumWork` steps.
  package struct TooComplex: Error {}

  /// Creates the function with the given diagram, which is canonical.
  init(support: [LearnedMask], nodes: [Node], root: Reference) {
    switch root {
    case .constant(let value): form = .constant(value)
    case .node: form = .diagram(Diagram(support: support, nodes: nodes, root: root))
    }
  }

  /// Creates the function that is `value` everywhere.
  package init(constant value: Bool) { form = .constant(value) }

  private init(_ diagram: Diagram) { form = .diagram(diagram) }

  /// The function of other learned masks that depends on them as this one does on its own.
  ///
  /// Requires: `name` keeps the order of learned masks, and which are nested.
  func renamed(_ name: (LearnedMask) -> LearnedMask) -> BooleanFunction {
    switch form {
    case .constant: self
    case .diagram(let diagram):
      BooleanFunction(
        Diagram(
          support: diagram.support.map(name), nodes: diagram.nodes, root: diagram.root, nodesHash: diagram.nodesHash))
    }
  }

  /// Creates the function that is true where `symbol` keeps the scalar.
  package init(_ symbol: LearnedMask) {
    let test = Node(symbol: 0, low: .constant(false), high: .constant(true))
    self.init(support: [symbol], nodes: [test], root: .node(0))
  }

  package static let always = BooleanFunction(constant: true)
  package static let never = BooleanFunction(constant: false)

  /// The value of a constant function; `nil` for one that depends on learned masks.
  package var constant: Bool? {
    switch form {
    case .constant(let value): value
    case .diagram: nil
    }
  }

  /// Whether the function is `never`.
  package var isNever: Bool { constant == false }

  /// Whether the function is `always`.
  package var isAlways: Bool { constant == true }

  /// The function's value for a scalar that each learned mask keeps or not.
  ///
  /// Requires: what is kept after a round is kept after all earlier rounds of the same task.
  package func evaluate(_ isKept: (LearnedMask) -> Bool) -> Bool {
    let (support, nodes) = (support, nodes)
    var place = root
    while true {
      switch place {
      case .constant(let value): return value
      case .node(let index):
        place = isKept(support[nodes[index].symbol]) ? nodes[index].high : nodes[index].low
      }
    }
  }
}

extension BooleanFunction: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    switch (left.form, right.form) {
    case (.constant(let left), .constant(let right)): left == right
    case (.diagram(let left), .diagram(let right)):
      left === right
        || left.hash == right.hash && left.root == right.root && left.support == right.support
          && left.nodes == right.nodes
    case (.constant, .diagram), (.diagram, .constant): false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch form {
    case .constant(let value): hasher.combine(value)
    case .diagram(let diagram): hasher.combine(diagram.hash)
    }
  }
}

// MARK: Operations

extension BooleanFunction {
  /// The function that is true where this one is false.
  package var complement: BooleanFunction {
    func flipped(_ reference: Reference) -> Reference {
      switch reference {
      case .constant(let value): .constant(!value)
      case .node: reference
      }
    }
    return BooleanFunction(
      support: support,
      nodes: nodes.map { Node(symbol: $0.symbol, low: flipped($0.low), high: flipped($0.high)) },
      root: flipped(root))
  }

  package func and(_ other: BooleanFunction) throws(TooComplex) -> BooleanFunction { try apply(.and, other) }
  package func or(_ other: BooleanFunction) throws(TooComplex) -> BooleanFunction { try apply(.or, other) }
  package func xor(_ other: BooleanFunction) throws(TooComplex) -> BooleanFunction {
    try apply(.exclusiveOr, other)
  }

  /// The function that is true where this one is and `other` is not.
  package func subtracting(_ other: BooleanFunction) throws(TooComplex) -> BooleanFunction {
    try apply(.difference, other)
  }

  /// Whether `other` is true wherever this function is, whatever the learned masks.
  package func isSubset(of other: BooleanFunction) throws(TooComplex) -> Bool {
    try subtracting(other).constant == false
  }

  /// Whether the functions are nowhere true together, whatever the learned masks.
  package func isDisjoint(with other: BooleanFunction) throws(TooComplex) -> Bool {
    try and(other).constant == false
  }

  /// The function that combines this one, on the left, with `other`.
  package func apply(_ combining: MaskOperator, _ other: BooleanFunction) throws(TooComplex)
    -> BooleanFunction
  {
    var work = Self.maximumWork
    return try apply(combining, other, work: &work)
  }

  /// The function that combines this one, on the left, with `other`, in at most `work` steps, which are used up.
  func apply(
    _ combining: MaskOperator, _ other: BooleanFunction, work: inout Int
  ) throws(TooComplex) -> BooleanFunction {
    if let value = constant, let result = combining.result(left: value, right: other) { return result }
    if let value = other.constant, let result = combining.result(left: self, right: value) { return result }
    var builder = DiagramBuilder(combining, self, other, work: work)
    let result = try builder.result()
    work = builder.work
    return result
  }

  /// The function that combines `operands` from left to right; none gives `never`.
  package static func combining(
    _ combining: MaskOperator, _ operands: ArraySlice<BooleanFunction>
  ) throws(TooComplex) -> BooleanFunction {
    var work = maximumWork
    return try Self.combining(combining, operands, work: &work)
  }

  /// The function that combines `operands` from left to right in at most `work` steps, which are used up.
  ///
  /// Halves are combined first where the order makes no difference, which keeps long chains cheap.
  static func combining(
    _ combining: MaskOperator, _ operands: ArraySlice<BooleanFunction>, work: inout Int
  ) throws(TooComplex) -> BooleanFunction {
    guard let first = operands.first else { return .never }
    if operands.count == 1 { return first }
    if combining == .difference {
      let removed = try Self.combining(.or, operands.dropFirst(), work: &work)
      return try first.apply(.difference, removed, work: &work)
    }
    let middle = operands.startIndex + operands.count / 2
    let left = try Self.combining(combining, operands[..<middle], work: &work)
    let right = try Self.combining(combining, operands[middle...], work: &work)
    return try left.apply(combining, right, work: &work)
  }
}

extension MaskOperator {
  /// The operator on truth values.
  func callAsFunction(_ left: Bool, _ right: Bool) -> Bool {
    switch self {
    case .or: left || right
    case .exclusiveOr: left != right
    case .difference: left && !right
    case .and: left && right
    }
  }

  /// The combination of the constant `left` with `right` where it is a constant, `right` or its complement.
  fileprivate func result(left: Bool, right: BooleanFunction) -> BooleanFunction? {
    BooleanFunction.unary(whenFalse: self(left, false), whenTrue: self(left, true), of: right)
  }

  /// The combination of `left` with the constant `right`.
  fileprivate func result(left: BooleanFunction, right: Bool) -> BooleanFunction? {
    BooleanFunction.unary(whenFalse: self(false, right), whenTrue: self(true, right), of: left)
  }
}

extension BooleanFunction {
  /// The function that is `whenTrue` where `argument` is true and `whenFalse` where it is false.
  fileprivate static func unary(
    whenFalse: Bool, whenTrue: Bool, of argument: BooleanFunction
  ) -> BooleanFunction {
    if whenFalse == whenTrue { return BooleanFunction(constant: whenTrue) }
    return whenTrue ? argument : argument.complement
  }
}
