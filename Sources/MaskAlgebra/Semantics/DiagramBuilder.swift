/// Builds the canonical diagram of two functions combined, by Shannon's expansion from the first symbol on.
///
/// Source: Bryant, "Graph-based algorithms for Boolean function manipulation" (1986), with nested symbols.
struct DiagramBuilder {
  private typealias Node = BooleanFunction.Node
  private typealias Reference = BooleanFunction.Reference

  private let combining: MaskOperator
  private let left: Operand
  private let right: Operand
  private let symbols: SymbolTable

  /// The number of steps that may still be taken.
  private(set) var work: Int

  private var nodes: [Node] = []
  private var known: [Node: Int] = [:]
  private var found: [Pair: Reference] = [:]

  /// The diagram of one of the two functions.
  private struct Operand {
    let nodes: [Node]

    /// The symbol that the node at `reference` tests; `nil` for a constant.
    func test(at reference: Reference) -> Int? {
      guard case .node(let index) = reference else { return nil }
      return nodes[index].symbol
    }

    /// Where the node at `reference` leads when its symbol keeps the scalar or drops it.
    func follow(_ reference: Reference, _ isKept: Bool) -> Reference {
      guard case .node(let index) = reference else { return reference }
      return isKept ? nodes[index].high : nodes[index].low
    }
  }

  /// Where the evaluation of the two functions begins.
  private let roots: Pair

  /// A place in each of the two diagrams.
  private struct Pair: Hashable {
    let left: Reference
    let right: Reference
  }

  /// Prepares to combine `left` and `right` in at most `work` steps.
  init(_ combining: MaskOperator, _ left: BooleanFunction, _ right: BooleanFunction, work: Int) {
    self.work = work
    self.combining = combining
    self.left = Operand(nodes: left.nodes)
    self.right = Operand(nodes: right.nodes)
    roots = Pair(left: left.root, right: right.root)
    symbols = SymbolTable(left.support, right.support)
  }

  /// The combined function.
  mutating func result() throws(BooleanFunction.TooComplex) -> BooleanFunction {
    let root = try combine(roots)
    return BooleanFunction(reachableFrom: root, in: nodes, symbols: symbols.all)
  }

  private mutating func combine(_ pair: Pair) throws(BooleanFunction.TooComplex) -> Reference {
    if let value = constant(pair) { return .constant(value) }
    if let reference = found[pair] { return reference }
    guard work > 0 else { throw BooleanFunction.TooComplex() }
    work -= 1
    let leftSymbol = left.test(at: pair.left).map { symbols.left[$0] } ?? .max
    let rightSymbol = right.test(at: pair.right).map { symbols.right[$0] } ?? .max
    let symbol = min(leftSymbol, rightSymbol)
    /// The places after a test of `symbol`, which only a diagram that begins with it leaves.
    func places(isKept: Bool) -> Pair {
      Pair(
        left: leftSymbol == symbol ? left.follow(pair.left, isKept) : pair.left,
        right: rightSymbol == symbol ? right.follow(pair.right, isKept) : pair.right)
    }
    let low = try combine(places(isKept: false))
    let high = try combine(places(isKept: true))
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
    _ symbol: Int, low: Reference, high: Reference
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
  private func dropped(_ reference: Reference, after symbol: Int) -> Reference {
    guard case .node(let index) = reference, symbols.chain[nodes[index].symbol] == symbols.chain[symbol]
    else {
      return reference
    }
    // The low edge already leads past the rest of the chain.
    return nodes[index].low
  }
}

/// The symbols of two functions in one order.
private struct SymbolTable {
  /// The symbols of either function, in order.
  private(set) var all: [LearnedMask] = []

  /// The index in `all` of each symbol of the left function.
  private(set) var left: [Int] = []

  /// The index in `all` of each symbol of the right function.
  private(set) var right: [Int] = []

  /// A number for each symbol that nested ones have in common.
  private(set) var chain: [Int] = []

  /// Merges the ordered lists `first` and `second`.
  init(_ first: [LearnedMask], _ second: [LearnedMask]) {
    while left.count < first.count || right.count < second.count {
      let next = [first.dropFirst(left.count).first, second.dropFirst(right.count).first]
      guard let symbol = next.compactMap({ $0 }).min() else { break }
      if next[0] == symbol { left.append(all.count) }
      if next[1] == symbol { right.append(all.count) }
      let isNested = all.last.map { symbol.isNested(in: $0) } ?? false
      chain.append((chain.last ?? 0) + (isNested ? 0 : 1))
      all.append(symbol)
    }
  }
}

extension BooleanFunction {
  /// Creates the function at `root` with exactly the nodes and symbols of a diagram that it needs, in canonical
  /// order.
  init(reachableFrom root: Reference, in diagram: [Node], symbols: [LearnedMask]) {
    var kept: [Node] = []
    var places: [Int: Int] = [:]
    var isUsed = [Bool](repeating: false, count: symbols.count)
    func place(_ reference: Reference) -> Reference {
      guard case .node(let index) = reference else { return reference }
      if let place = places[index] { return .node(place) }
      let low = place(diagram[index].low)
      let high = place(diagram[index].high)
      isUsed[diagram[index].symbol] = true
      kept.append(Node(symbol: diagram[index].symbol, low: low, high: high))
      places[index] = kept.count - 1
      return .node(kept.count - 1)
    }
    let placed = place(root)
    var ranks: [Int] = []
    for used in isUsed { ranks.append((ranks.last ?? -1) + (used ? 1 : 0)) }
    self.init(
      support: symbols.indices.filter { isUsed[$0] }.map { symbols[$0] },
      nodes: kept.map { Node(symbol: ranks[$0.symbol], low: $0.low, high: $0.high) }, root: placed)
  }
}
