import Store
import Text
import Model

extension ExperimentResults {
  /// The table for a terminal: scores with differences, parameters, what is kept, and the overlap ratio. Runs that
  /// differ only in their seed are one row.
  package var text: String {
    let tasks = self.tasks
    var table = TextTable([.left] + tasks.flatMap { _ in [.right, .right] } + [.right, .right, .right])
    table.add([""] + tasks.flatMap { [$0.task, ""] } + ["params", "kept of base, %", "overlap"])
    table.add(
      [""] + tasks.flatMap { [$0.metric.descriptor.abbreviation, "Δ"] }
        + ["", tasks.map(\.task).joined(separator: " / "), "ratio"])
    for variant in means { table.add(variant.cells(of: tasks.map(\.task))) }
    return ([title] + table.lines(headerRows: 2) + notes).joined(separator: "\n")
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
    return measured + (seeds > 1 ? ["± the standard deviation over up to \(seeds) seeds; scores are means"] : [])
  }
}

extension ExperimentResults.VariantResults {
  /// The row of the variant, with a cell for every one of `tasks`.
  fileprivate func cells(of tasks: [String]) -> [String] {
    let scores = tasks.flatMap { task -> [String] in
      guard let score = self[task], let value = score.value else { return ["–", "–"] }
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
