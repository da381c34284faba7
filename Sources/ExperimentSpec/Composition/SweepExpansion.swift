import Diagnostics
import SpecSyntax

/// The cells of a sweep for one variant after another.
struct SweepExpansion {
  private let sweep: SweepSpec

  /// The names of paths in the names of cells.
  private let names: SweepNames

  /// The patterns that some cell matched, by place; there is a warning for each of the others.
  private var matched: Set<SourceRange> = []

  /// How often cells were compared with patterns.
  private var steps = 0

  /// Whether finding all cells took too many steps.
  var isExhausted: Bool { steps > Self.mostSteps }

  /// The most lookups of patterns and comparisons with them.
  private static let mostSteps = 3_000_000

  /// Prepares to expand `sweep` over `variantCount` variants; `nil`, with the reason in `log`, if it has too many cells
  /// or contradicts itself.
  init?(_ sweep: SweepSpec, variantCount: Int, mostCells: Int, log: inout DiagnosticLog) {
    self.sweep = sweep
    let errors = log.errorCount
    names = SweepNames(sweep, log: &log)
    let axes = sweep.product + sweep.zip
    let fixed = sweep.when.flatMap { $0.set.map(\.path) + $0.product.map(\.path) }
    let varied = axes.map(\.path)
    for path in fixed {
      if let other = varied.first(where: { $0.overlaps(path) }) { log.record(.overlapping(path, other)) }
    }
    for (index, axis) in axes.enumerated() {
      if let other = varied[index...].first(where: { $0 != axis.path && $0.overlaps(axis.path) }) {
        log.record(.overlapping(axis.path, other))
      }
      if let first = axes[..<index].first(where: { $0.path == axis.path }) {
        log.record(.sweptTwice(axis.path, first: first.path.range))
      }
    }
    if let seed = sweep.seeds.first, let other = axes.first(where: { $0.path.text == Self.seedPath }) {
      log.record(.sweptAsSeedsToo(other.path, seeds: seed.origin.range))
    }
    if sweep.mostCells.multiplied(by: variantCount) > mostCells {
      log.record(.tooManyCells(limit: mostCells, at: sweep.place))
    }
    guard log.errorCount == errors, Set(sweep.zip.map(\.values.count)).count < 2 else { return nil }
  }

  static let seedPath = "seed"

  /// The cells of the variant called `variant`, whose tree is `tree`, in order; each group differs in the seed alone.
  /// None if finding them takes too many steps.
  mutating func cells(of variant: String, over tree: Node) -> [[SweepCell]] {
    let rules = RuleIndex(sweep.when, ofVariant: variant)
    var cells = grid.flatMap { expand($0, by: rules, variant, tree) }
    let patterns = SweepPatternIndex(sweep.exclude, ofVariant: variant)
    cells.removeAll { cell in
      // Every pattern that matches is noted, so that none seems to match nothing.
      candidates(of: cell, in: patterns, tree).count { matches(cell, sweep.exclude[$0], variant, tree) } > 0
    }
    if isExhausted { return [] }
    cells += sweep.include.map { SweepCell().with($0) }
    let seeds = sweep.seedAssignments
    return cells.map { cell in seeds.isEmpty ? [cell] : seeds.map { cell.with(seed: $0) } }
  }

  /// The rules that hold for some cells, found by their patterns.
  private struct RuleIndex {
    let patterns: SweepPatternIndex

    /// Whether each rule changes values that patterns are about.
    let changesPatterns: [Bool]

    init(_ rules: [SweepRule], ofVariant variant: String) {
      patterns = SweepPatternIndex(rules.map(\.pattern), ofVariant: variant)
      let paths = patterns.paths
      changesPatterns = rules.map { rule in
        (rule.set.map(\.path) + rule.product.map(\.path)).contains { path in
          paths.contains { $0.overlaps(path) }
        }
      }
    }
  }

  /// The cells that `cell` becomes by the rules that hold for it, one after the other.
  private mutating func expand(
    _ cell: SweepCell, by rules: RuleIndex, _ variant: String, _ tree: Node
  ) -> [SweepCell] {
    if sweep.when.isEmpty { return [cell] }
    var expanded: [SweepCell] = []
    // Cells with the first rule that is still to be looked at, the next one last.
    var open = [(cell: cell, rule: 0)]
    while let (first, rule) = open.popLast() {
      var cell = first
      var isDivided = false
      for number in candidates(of: cell, in: rules.patterns, tree) where number >= rule {
        // What was added to the cell so far changes nothing that patterns are about.
        guard matches(first, sweep.when[number].pattern, variant, tree) else { continue }
        let (set, product) = (sweep.when[number].set, sweep.when[number].product)
        if product.isEmpty, !rules.changesPatterns[number] {
          cell.add(set)
          continue
        }
        open += [cell.with(set)].combined(with: product).reversed().map { ($0, number + 1) }
        isDivided = true
        break
      }
      if !isDivided { expanded.append(cell) }
    }
    return expanded
  }

  /// The numbers of the patterns in `index`, in order, that `cell` over `tree` may match.
  private mutating func candidates(of cell: SweepCell, in index: SweepPatternIndex, _ tree: Node) -> [Int] {
    if isExhausted { return [] }
    let candidates = index.candidates { cell.value(at: $0) ?? tree.value(at: $0) }
    steps += index.cost + candidates.count
    return candidates
  }

  /// The most bytes of a cell's name.
  private static let longestName = 4096

  /// Whether the cells of the variant called `variant` have names that are not too long; if not, says so in `log`.
  func checkNames(in variant: String, log: inout DiagnosticLog) -> Bool {
    if names.largestName(in: variant, of: sweep) <= Self.longestName { return true }
    log.record(.tooLongNames(limit: Self.longestName, at: sweep.name?.whole ?? sweep.place))
    return false
  }

  /// The name of the variant that `cell` of `variant` is; `isOnly` if the specification declares no variants.
  func name(of cell: SweepCell, in variant: String, isOnly: Bool, withSeed: Bool = true) -> String {
    names.name(of: cell, in: variant, isOnly: isOnly, withSeed: withSeed)
  }

  /// Cells that have every value of `sweep` once at least: those with its first values, and these with every other
  /// value in place of one.
  static func sample(of sweep: SweepSpec) -> [SweepCell] {
    let axes = sweep.product + sweep.zip
    let first = axes.compactMap(\.values.first) + sweep.seedAssignments.prefix(1)
    let further = axes.flatMap { $0.values.dropFirst() }.map { [$0] }
    let ruled = sweep.when.flatMap { rule in [rule.set] + rule.product.flatMap { $0.values.map { [$0] } } }
    let cells =
      [first]
      + (further + ruled + sweep.include).filter { !$0.isEmpty }.map { changes in
        first.filter { old in !changes.contains { $0.path == old.path } } + changes
      }
    return cells.map { SweepCell().with($0) }
  }

  /// Warns in `log` of each pattern that no cell of any variant matched. It is an error if there were too many to find
  /// out.
  func checkPatterns(log: inout DiagnosticLog) {
    if isExhausted {
      log.record(.tooManyComparisons(limit: Self.mostSteps, at: sweep.place))
      return
    }
    for pattern in sweep.exclude + sweep.when.map(\.pattern) where !matched.contains(pattern.range) {
      log.record(.matchesNothing(pattern))
    }
  }

  private mutating func matches(_ cell: SweepCell, _ pattern: SweepPattern, _ variant: String, _ tree: Node) -> Bool {
    guard cell.matches(pattern, variant: variant, over: tree) else { return false }
    matched.insert(pattern.range)
    return true
  }

  /// The combinations of `product` and `zip`; the one cell without values if there is nothing but seeds.
  private var grid: [SweepCell] {
    if sweep.product.isEmpty, sweep.zip.isEmpty { return sweep.include.isEmpty ? [SweepCell()] : [] }
    let cells = [SweepCell()].combined(with: sweep.product)
    guard let length = sweep.zip.first?.values.count else { return cells }
    return cells.flatMap { cell in (0..<length).map { index in cell.with(sweep.zip.map { $0.values[index] }) } }
  }
}

extension SweepPath {
  /// Whether one of the two paths leads to a part of what the other leads to.
  fileprivate func overlaps(_ other: SweepPath) -> Bool {
    zip(keys, other.keys).allSatisfy { $0.name == $1.name }
  }
}

extension SweepSpec {
  /// The keys of the experiment under which cells differ.
  var touchedKeys: Set<String> {
    let axes = product + zip + when.flatMap(\.product)
    let assignments = include.flatMap(\.self) + when.flatMap(\.set)
    let keys = Set((axes.map(\.path) + assignments.map(\.path)).compactMap { $0.keys.first?.name })
    return seeds.isEmpty ? keys : keys.union([SweepExpansion.seedPath])
  }

  /// No fewer than the cells of one variant, as far as products are counted.
  fileprivate var mostCells: Int {
    let axes = product.map(\.values.count) + [zip.first?.values.count ?? 1]
    let rules = when.flatMap { $0.product.map(\.values.count) }
    let grid = (axes + rules).reduce(1) { $0.multiplied(by: $1) }
    return (grid + include.count).multiplied(by: max(1, seeds.count))
  }

  /// The seeds as values of their path.
  var seedAssignments: [SweepAssignment] {
    seeds.compactMap { seed in
      guard let range = seed.origin.range else { return nil }
      let path = SweepPath(
        text: SweepExpansion.seedPath, keys: [SweepPath.Key(name: SweepExpansion.seedPath, range: range)], range: range)
      let node = Node(.scalar(Scalar(LocatedText(String(seed.value), at: range), style: .plain)), at: range)
      return SweepAssignment(path: path, label: String(seed.value), value: node)
    }
  }
}

extension [SweepCell] {
  /// Every cell with every combination of the values of `axes`, the last axis varying fastest.
  fileprivate func combined(with axes: [SweepAxis]) -> [SweepCell] {
    axes.reduce(self) { cells, axis in cells.flatMap { cell in axis.values.map { cell.with([$0]) } } }
  }
}

extension Int {
  /// The product, or 2⁴⁰ where that is smaller: more than any limit, and small enough to count on with.
  fileprivate func multiplied(by other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? 1 << 40 : Swift.min(product, 1 << 40)
  }
}
