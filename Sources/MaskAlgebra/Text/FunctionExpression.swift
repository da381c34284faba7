extension BooleanFunction {
  /// The most tests that are written out as an expression.
  private static let writableSize = 200

  /// The function as an expression over learned masks; `nil` where that would be unreadably long.
  package var expression: MaskExpression? {
    guard nodes.count <= Self.writableSize, treeSize <= Self.writableSize else { return nil }
    var writer = FunctionWriter(self)
    return writer.expression(root)
  }

  /// The function in words of its diagram, complete however large it is: `2: imp(ner) ? 1 : 0, …`, the root last.
  ///
  /// The constants are `none` and `all`, the other numbers refer to earlier tests.
  package var diagram: String {
    func place(_ reference: Reference) -> String {
      switch reference {
      case .constant(let value): value ? "all" : "none"
      case .node(let index): "\(index + 1)"
      }
    }
    let tests = nodes.enumerated().map { index, node in
      "\(index + 1): \(support[node.symbol].expression) ? \(place(node.high)) : \(place(node.low))"
    }
    return tests.isEmpty ? place(root) : tests.joined(separator: ", ")
  }

  /// The number of tests with those that several places share counted at each of them, up to a bound.
  private var treeSize: Int {
    var sizes: [Int] = []
    func size(_ reference: Reference) -> Int {
      guard case .node(let index) = reference else { return 0 }
      return sizes[index]
    }
    for node in nodes { sizes.append(min(Self.writableSize + 1, 1 + size(node.low) + size(node.high))) }
    return size(root)
  }
}

/// Writes a diagram as an expression, test by test from the root.
private struct FunctionWriter {
  private let function: BooleanFunction
  private var written: [BooleanFunction.Reference: MaskExpression] = [:]

  init(_ function: BooleanFunction) { self.function = function }

  /// The expression of what begins at `reference`.
  mutating func expression(_ reference: BooleanFunction.Reference) -> MaskExpression {
    switch reference {
    case .constant(let value):
      return MaskExpression(value ? .all : .none)
    case .node(let index):
      if let known = written[reference] { return known }
      let result = expression(function.nodes[index])
      written[reference] = result
      return result
    }
  }

  /// `test & high | ~test & low`, in the shortest form that the two edges allow.
  private mutating func expression(_ node: BooleanFunction.Node) -> MaskExpression {
    let test = function.support[node.symbol].expression
    let refused = MaskExpression(.complement(test))
    switch (node.low, node.high) {
    case (.constant(false), _): return .conjunction(test, expression(node.high))
    case (.constant(true), .constant(false)): return refused
    case (.constant(true), _): return .disjunction(refused, expression(node.high))
    case (_, .constant(false)): return .conjunction(expression(node.low), refused)
    case (_, .constant(true)): return .disjunction(test, expression(node.low))
    case (.node, .node): break
    }
    let (low, high) = (part(at: node.low), part(at: node.high))
    if low == high.complement { return .exclusive(test, expression(node.low)) }
    // What is too complex to compare is written out, which is longer and means the same.
    if (try? low.isSubset(of: high)) == true {
      return .disjunction(.conjunction(test, expression(node.high)), expression(node.low))
    }
    if (try? high.isSubset(of: low)) == true {
      return .disjunction(.conjunction(expression(node.low), refused), expression(node.high))
    }
    return .disjunction(
      .conjunction(test, expression(node.high)), .conjunction(expression(node.low), refused))
  }

  /// The function that begins at `reference`.
  private func part(at reference: BooleanFunction.Reference) -> BooleanFunction {
    BooleanFunction(reachableFrom: reference, in: function.nodes, symbols: function.support)
  }
}
