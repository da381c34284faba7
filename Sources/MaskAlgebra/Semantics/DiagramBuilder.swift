/// Builds the canonical diagram of two functions combined, by Shannon's expansion from the first symbol on.
///
/// Source: Bryant, "Graph-based algorithms for Boolean function manipulation" (1986), with nested symbols.
struct DiagramBuilder {
  private typealias Node = BooleanFunction.Node
  private typealias Reference = BooleanFunction.Reference

  private let combining: MaskOperator
  private let left: BooleanFunction
  private let right: BooleanFunction
  private var nodes: [Node] = []
  private var known: [Node: Int] = [:]
  private var found: [Pair: Reference] = [:]

  /// A place in each of the two diagrams.
  private struct Pair: Hashable {
    let left: Reference
    let right: Reference
  }

  /// Prepares to combine `left` and `right`.
  init(_ combining: MaskOperator, _ left: BooleanFunction, _ right: BooleanFunction) {
    self.combining = combining
    self.left = left
    self.right = right
  }

  /// The combined function.
  mutating func result() throws(BooleanFunction.TooComplex) -> BooleanFunction {
    let root = try combine(Pair(left: left.root, right: right.root))
    return BooleanFunction(reachableFrom: root, in: nodes)
  }

  private mutating func combine(_ pair: Pair) throws(BooleanFunction.TooComplex) -> Reference {
    if let value = constant(pair) { return .constant(value) }
    if let reference = found[pair] { return reference }
    guard found.count < 10 * BooleanFunction.maximumSize else { throw BooleanFunction.TooComplex() }
    let first = left.symbol(at: pair.left)
    let second = right.symbol(at: pair.right)
    guard let symbol = [first, second].compactMap({ $0 }).min() else { return .constant(false) }
    let low = try combine(
      Pair(left: left.follow(pair.left, symbol, false), right: right.follow(pair.right, symbol, false)))
    let high = try combine(
      Pair(left: left.follow(pair.left, symbol, true), right: right.follow(pair.right, symbol, true)))
    let reference = try node(symbol, low: low, high: high)
    found[pair] = reference
    return reference
  }

  /// The value of the combination where it no longer depends on anything.
  private func constant(_ pair: Pair) -> Bool? {
    switch (pair.left, pair.right) {
    case (.constant(let left), .constant(let right)):
      return combining(left, right)
    case (.constant(let left), .node):
      let value = combining(left, false)
      return value == combining(left, true) ? value : nil
    case (.node, .constant(let right)):
      let value = combining(false, right)
      return value == combining(true, right) ? value : nil
    case (.node, .node):
      return nil
    }
  }

  /// The node that tests `symbol`, or what stands for it where the test makes no difference.
  private mutating func node(
    _ symbol: LearnedMask, low: Reference, high: Reference
  ) throws(BooleanFunction.TooComplex) -> Reference {
    let low = dropped(low, after: symbol)
    if low == dropped(high, after: symbol) { return high }
    let node = Node(symbol: symbol, low: low, high: high)
    if let index = known[node] { return .node(index) }
    guard nodes.count < BooleanFunction.maximumSize else { throw BooleanFunction.TooComplex() }
    known[node] = nodes.count
    nodes.append(node)
    return .node(nodes.count - 1)
  }

  /// Where `reference` leads when everything nested in `symbol` drops the scalar.
  private func dropped(_ reference: Reference, after symbol: LearnedMask) -> Reference {
    guard case .node(let index) = reference, nodes[index].symbol.isNested(in: symbol) else { return reference }
    // The low edge already leads past the rest of the chain.
    return nodes[index].low
  }
}

extension BooleanFunction {
  /// Creates the function at `root` with exactly the nodes of `diagram` that it needs, in canonical order.
  init(reachableFrom root: Reference, in diagram: [Node]) {
    var kept: [Node] = []
    var places: [Int: Int] = [:]
    func place(_ reference: Reference) -> Reference {
      guard case .node(let index) = reference else { return reference }
      if let place = places[index] { return .node(place) }
      let low = place(diagram[index].low)
      let high = place(diagram[index].high)
      kept.append(Node(symbol: diagram[index].symbol, low: low, high: high))
      places[index] = kept.count - 1
      return .node(kept.count - 1)
    }
    let placed = place(root)
    self.init(nodes: kept, root: placed)
  }

  /// The symbol that the node at `reference` tests; `nil` for a constant.
  fileprivate func symbol(at reference: Reference) -> LearnedMask? {
    guard case .node(let index) = reference else { return nil }
    return nodes[index].symbol
  }

  /// Where `reference` leads when `symbol` keeps the scalar or drops it.
  fileprivate func follow(_ reference: Reference, _ symbol: LearnedMask, _ isKept: Bool) -> Reference {
    guard case .node(let index) = reference, nodes[index].symbol == symbol else { return reference }
    return isKept ? nodes[index].high : nodes[index].low
  }
}
