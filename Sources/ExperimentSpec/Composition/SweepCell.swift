import Diagnostics
import SpecSyntax

/// One combination of a sweep's values.
struct SweepCell: Sendable {
  /// The values in the order in which they are laid; paths under `when` and `set` come last.
  private(set) var assignments: [SweepAssignment] = []

  /// The value of `seed`, if the sweep varies it as a whole.
  private(set) var seed: SweepAssignment?

  /// The cell with further values.
  func with(_ more: some Sequence<SweepAssignment>) -> SweepCell {
    var cell = self
    cell.add(more)
    return cell
  }

  /// Adds further values.
  mutating func add(_ more: some Sequence<SweepAssignment>) { assignments += more }

  /// The cell with a seed.
  func with(seed: SweepAssignment) -> SweepCell {
    var cell = self
    cell.seed = seed
    return cell
  }

  /// All values, the seed last.
  var all: [SweepAssignment] { seed.map { assignments + [$0] } ?? assignments }

  /// The keys of the root under which the cell has values.
  var touchedKeys: [String] { all.compactMap { $0.path.keys.first?.name } }

  /// The cell as a layer.
  var patch: Node? {
    let trees = all.map { $0.path.tree(holding: $0.value) }
    return trees.dropFirst().reduce(trees.first) { $0?.patched(with: $1) }
  }

  /// The cell's value at `path`, if it has one there.
  func value(at path: SweepPath) -> Node? {
    if let seed, seed.path == path { return seed.value }
    return assignments.last { $0.path == path }?.value
  }

  /// Whether the cell, laid over `tree` of the variant called `variant`, is as `pattern` says.
  func matches(_ pattern: SweepPattern, variant: String, over tree: Node) -> Bool {
    pattern.conditions.allSatisfy { condition in
      if condition.path.text == SweepPattern.variantKey {
        return condition.values.contains { $0.label == variant }
      }
      guard let value = value(at: condition.path) ?? tree.value(at: condition.path) else { return false }
      return condition.values.contains { $0.means(value) }
    }
  }
}

extension Node {
  /// The value that `path` leads to.
  func value(at path: SweepPath) -> Node? {
    path.keys.reduce(Optional(self)) { $0?.mapping?[$1.name]?.value }
  }

  /// Whether this value and `other` are the same, wherever and however they were written.
  func means(_ other: Node) -> Bool {
    switch (content, other.content) {
    case (.scalar(let left), .scalar(let right)):
      if left.text.text == right.text.text { return true }
      // Texts that are not numbers are equal only if they are identical.
      guard let left = try? left.asReal(), let right = try? right.asReal() else { return false }
      return left == right
    case (.sequence(let left), .sequence(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.means($1) }
    case (.mapping(let left), .mapping(let right)):
      return left.entries.count == right.entries.count
        && left.entries.allSatisfy { entry in right[entry.key].map { entry.value.means($0.value) } ?? false }
    case (.scalar, _), (.sequence, _), (.mapping, _): return false
    }
  }
}
