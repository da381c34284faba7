package import Evidence
import ExperimentSpec
import Model
package import Planning
import Text

/// What seeds can tell, for a terminal.
package struct SeedBudgetText {
  private let budget: SeedBudget
  private let baseline: String

  /// The estimated seconds of a run, by its name.
  private let seconds: [String: Double]

  /// The text of `budget`, which is of differences to `baseline`; `costs` are those of the plan.
  package init(_ budget: SeedBudget, baseline: String, costs: PlanCosts) {
    self.budget = budget
    self.baseline = baseline
    seconds = Dictionary(
      costs.variants.map { ($0.name, $0.cost.seconds) }, uniquingKeysWith: { first, _ in first })
  }

  /// The smallest differences that the planned seeds tell from none; `nil` where nothing is known of them.
  package var text: String? {
    table(
      "smallest difference to '\(baseline.visible)' that the planned seeds detect (level \(percent) %, from the runs in "
        + "the store)"
    ) { row, column in fixed(column.smallest, 2) }
  }

  /// How many seeds a difference of `size` takes, and what more of them cost; `nil` where nothing is known of it.
  package func text(detecting size: Double) -> String? {
    table(
      "seeds that detect a difference of \(shortest(size)) to '\(baseline.visible)' (level \(percent) %), and the time of "
        + "the missing ones with one thread"
    ) { row, column in
      guard let needed = column.seeds(for: size) else { return "over 1,000" }
      let missing = max(0, needed - row.planned)
      let price = Double(missing) * ((seconds[row.run] ?? 0) + (seconds[row.counterpart] ?? 0))
      return missing == 0 ? grouped(needed) : "\(grouped(needed)) (+\(duration(price)))"
    }
  }

  private var percent: String { shortest((100_000 * budget.level).rounded() / 1000) }

  private func table(
    _ title: String, cell: (SeedBudget.Row, SeedBudget.Column) -> String
  ) -> String? {
    var names: [String] = []
    for name in budget.rows.flatMap(\.columns).map(\.name) where !names.contains(name) { names.append(name) }
    if names.isEmpty { return nil }
    var table = TextTable([.left, .right] + names.map { _ in .right })
    table.add(["", "seeds"] + names)
    for row in budget.rows {
      table.add(
        [row.name, "\(row.planned)"]
          + names.map { name in row.columns.first { $0.name == name }.map { cell(row, $0) } ?? "–" })
    }
    return ([title] + table.lines(headerRows: 1)).joined(separator: "\n")
  }
}

extension SeedBudget.Column {
  fileprivate var name: String { column?.name ?? ClaimSpec.mean }
}
