import Model

/// The number of scalars that learned masks keep, as far as it is known before they are found.
package struct LearnedCounts: Sendable {
  private let known: @Sendable (LearnedMask) -> ClosedRange<Int>?

  /// Nothing is known.
  package static let unknown = LearnedCounts { _ in nil }

  /// Creates counts from a function that tells the least and the most of what a learned mask keeps.
  ///
  /// Masks made by pruning or at random are counted on the prunable scalars of one tower, files on all of it.
  package init(_ known: @escaping @Sendable (LearnedMask) -> ClosedRange<Int>?) { self.known = known }

  /// What is certain of the masks that `ladder` leads to on `universe`, given the rounds that were selected.
  ///
  /// Random masks are counted as the nearest whole number of scalars.
  package init(ladder: PruningLadder, universe: ParameterUniverse, selected: [String: Int] = [:]) {
    let prunable = universe.prunableCount
    self.init { symbol in
      switch symbol {
      case .imp(let task, .selected):
        let last = ladder.kept(of: prunable, after: ladder.rounds)
        let chosen = selected[task].map { ladder.kept(of: prunable, after: $0) }
        return (chosen ?? last)...(chosen ?? prunable)
      case .imp(_, .round(let round)):
        let kept = ladder.kept(of: prunable, after: round)
        return kept...kept
      case .imp(_, .keep(let fraction)):
        let kept = ladder.kept(of: prunable, keeping: fraction)
        return kept...kept
      case .random(let fraction, _):
        let kept = Rounding.nearest.whole(Double(prunable) * fraction)
        return kept...kept
      case .file:
        return nil
      }
    }
  }

  /// The least and the most that `symbol` keeps of `count` scalars among the `total` that it is about.
  func kept(by symbol: LearnedMask, of count: Int, among total: Int) -> ClosedRange<Int> {
    guard let known = known(symbol) else { return 0...count }
    let least = min(max(0, known.lowerBound - (total - count)), count)
    return least...max(least, min(known.upperBound, count))
  }
}

extension CanonicalMask {
  /// The least and the most scalars that the mask keeps; equal where that is certain.
  ///
  /// Cells with one function are counted together, so that a count of a whole learned mask, which pruning over the
  /// whole network fixes, is exact although its division among tensors is not known.
  package func keptCount(_ learned: LearnedCounts = .unknown) -> ClosedRange<Int> {
    var (least, most) = (0, 0)
    for group in cellGroups {
      let bounds = keptCount(of: group.function, count: group.count, learned)
      least += bounds.lowerBound
      most += bounds.upperBound
    }
    return least...most
  }

  /// Cells with one function that hold each tensor once at most.
  private struct CellGroup {
    let function: BooleanFunction
    var count: Int
  }

  /// The cells of which the mask may keep something, in groups; common cells join those of the first tower with the
  /// same function.
  private var cellGroups: [CellGroup] {
    var groups: [CellGroup] = []
    var places: [BooleanFunction: [Int?: Int]] = [:]
    var firstPlaces: [BooleanFunction: Int] = [:]
    let byTower = universe.cells.indices.filter { !functions[$0].isNever }.sorted {
      (universe.cells[$0].tower ?? .max, $0) < (universe.cells[$1].tower ?? .max, $1)
    }
    for index in byTower {
      let (cell, function) = (universe.cells[index], functions[index])
      let place = cell.tower == nil ? firstPlaces[function] : places[function]?[cell.tower]
      if let place {
        groups[place].count += universe.count(of: cell)
      } else {
        places[function, default: [:]][cell.tower] = groups.count
        if firstPlaces[function] == nil { firstPlaces[function] = groups.count }
        groups.append(CellGroup(function: function, count: universe.count(of: cell)))
      }
    }
    return groups
  }

  /// The bounds of what `function` keeps of `count` scalars, from below in its diagram.
  ///
  /// Where a test keeps between k₁ and k₂ of them, the scalars kept are those of the high edge among k and those of
  /// the low edge among the others. What the edges keep of all bounds what they keep of a part; the extremes over k
  /// are at the k nearest to where one of them is used up.
  private func keptCount(of function: BooleanFunction, count: Int, _ learned: LearnedCounts) -> ClosedRange<
    Int
  > {
    var bounds: [ClosedRange<Int>] = []
    func at(_ reference: BooleanFunction.Reference) -> ClosedRange<Int> {
      switch reference {
      case .constant(let value): value ? count...count : 0...0
      case .node(let index): bounds[index]
      }
    }
    for node in function.nodes {
      let symbol = function.support[node.symbol]
      let total = symbol.isPruned ? universe.prunableCount : universe.baseParameterCount
      let kept = learned.kept(by: symbol, of: count, among: total)
      let (low, high) = (at(node.low), at(node.high))
      let fewest = min(max(low.lowerBound, kept.lowerBound), kept.upperBound)
      let least = max(0, high.lowerBound - (count - fewest)) + max(0, low.lowerBound - fewest)
      let best = min(max(high.upperBound, kept.lowerBound), kept.upperBound)
      let most = min(best, high.upperBound) + min(count - best, low.upperBound)
      bounds.append(least...max(least, most))
    }
    return at(function.root)
  }
}

extension MaskConfiguration {
  /// The least and the most scalars that any task keeps.
  package func unionCount(_ learned: LearnedCounts = .unknown) -> ClosedRange<Int> {
    let each = entries.map { $0.mask.keptCount(learned) }
    let least = each.map(\.lowerBound).max() ?? 0
    let most = min(each.reduce(0) { $0 + $1.upperBound }, universe.parameterCount)
    // Where the union is too complex, the bounds of the single masks remain.
    guard let union = try? union().keptCount(learned) else { return least...max(least, most) }
    return max(least, union.lowerBound)...max(least, union.lowerBound, min(most, union.upperBound))
  }

  /// The least and the most scalars that every task keeps.
  package func intersectionCount(_ learned: LearnedCounts = .unknown) -> ClosedRange<Int> {
    let most = entries.map { $0.mask.keptCount(learned).upperBound }.min() ?? 0
    // Where the intersection is too complex, the bounds of the single masks remain.
    guard let intersection = try? intersection().keptCount(learned) else { return 0...most }
    return intersection.lowerBound...max(intersection.lowerBound, min(most, intersection.upperBound))
  }
}
