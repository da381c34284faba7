import Diagnostics
import SpecSyntax

/// The cells of a sweep for one variant after another.
struct SweepExpansion {
  private let sweep: SweepSpec

  /// The names of paths in the names of cells.
  private let names: SweepNames

  /// The patterns that some cell matched, by place, to tell of the others.
  private var matched: Set<SourceRange> = []

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
  mutating func cells(of variant: String, over tree: Node) -> [[SweepCell]] {
    var cells = grid
    for rule in sweep.when {
      cells = cells.flatMap { cell -> [SweepCell] in
        guard matches(cell, rule.pattern, variant, tree) else { return [cell] }
        return [cell.with(rule.set)].combined(with: rule.product)
      }
    }
    for pattern in sweep.exclude { cells.removeAll { matches($0, pattern, variant, tree) } }
    cells += sweep.include.map { SweepCell().with($0) }
    let seeds = sweep.seedAssignments
    return cells.map { cell in seeds.isEmpty ? [cell] : seeds.map { cell.with(seed: $0) } }
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

  /// Warns in `log` of each pattern that no cell of any variant matched.
  func checkPatterns(log: inout DiagnosticLog) {
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
  fileprivate var seedAssignments: [SweepAssignment] {
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
