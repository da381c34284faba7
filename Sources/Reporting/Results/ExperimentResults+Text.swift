package import Evidence
import Store
import Text
import Model
package import Planning

extension ExperimentResults {
  /// The table for a terminal: scores with differences, parameters, what is kept, and the overlap ratio. Runs that
  /// differ only in their seed are one row.
  ///
  /// - Parameter costs: those of the plan, by which variants that are trained differently are told.
  package func text(_ costs: PlanCosts?) -> String {
    let tasks = self.tasks.map(\.task)
    let columns = self.columns
    var table = TextTable([.left] + columns.flatMap { _ in [.right, .right] } + [.right, .right, .right])
    table.add([""] + columns.flatMap { [$0.column.name, ""] } + ["params", "kept of base, %", "overlap"])
    table.add(
      [""] + columns.flatMap { [$0.metric.descriptor.abbreviation, "Δ"] }
        + ["", tasks.joined(separator: " / "), "ratio"])
    for variant in means { table.add(variant.cells(of: columns.map(\.column), tasks: tasks)) }
    return ([title] + table.lines(headerRows: 2) + notes + [costs?.updateNote].compactMap(\.self)).joined(
      separator: "\n")
  }

  private var title: String {
    let scores = splits.isEmpty ? "no scores" : "scores on \(splits.joined(separator: " and "))"
    return "\(name): \(scores)" + (baseline.map { ", Δ against \($0)" } ?? "")
  }

  private var notes: [String] {
    let measured =
      means.contains { $0.isMeasured && $0.sharing != nil }
      ? ["* counted on the masks that were learned; other counts follow from the specification alone"] : []
    let seeds = means.map(\.runs.count).max() ?? 1
    let sets = furtherSets.map { name, splits in
      splits.isEmpty ? name : "\(name) (\(splits.joined(separator: " and ")) split)"
    }
    return measured + (sets.isEmpty ? [] : ["further test sets: \(sets.joined(separator: ", "))"])
      + (seeds > 1 ? ["± the standard deviation over up to \(seeds) seeds; scores are means"] : [])
  }
}

extension ExperimentResults.VariantResults {
  /// The row of the variant, with two cells for every one of `columns`, and what the masks of `tasks` keep.
  fileprivate func cells(of columns: [ExperimentResults.Column], tasks: [String]) -> [String] {
    let scores = columns.flatMap { column -> [String] in
      guard let score = self[column], let value = score.value else { return ["–", "–"] }
      let deviation = score.deviation.map { " ±\(fixed($0, 2))" } ?? ""
      return [fixed(value, 2) + deviation, score.delta.map { signed($0) } ?? "–"]
    }
    let counts = sharing.map { sharing in
      [
        inThousands(sharing.union) + (isMeasured ? "*" : " "),
        tasks.map { task in
          sharing.tasks.first { $0.task == task }.map { fixed(100 * $0.sparsity, 1) } ?? "–"
        }.joined(separator: " / "),
        overlapRatio.map { fixed($0, 3) } ?? "–",
      ]
    }
    return [name] + scores + (counts ?? ["–", "–", "–"])
  }
}
