import Execution

extension ExperimentResults {
  /// The table for a terminal: scores with differences, parameters, what is kept, and the overlap ratio.
  package var text: String {
    let tasks = self.tasks
    var table = TextTable([.left] + tasks.flatMap { _ in [.right, .right] } + [.right, .right, .right])
    table.add([""] + tasks.flatMap { [$0.task, ""] } + ["params", "kept of base, %", "overlap"])
    table.add(
      [""] + tasks.flatMap { [$0.metric == "span_f1" ? "F1" : "acc.", "Δ"] }
        + ["", tasks.map(\.task).joined(separator: " / "), "ratio"])
    for variant in variants { table.add(variant.cells(of: tasks.map(\.task))) }
    return ([title] + table.lines(headerRows: 2) + notes).joined(separator: "\n")
  }

  /// The tasks of all variants, each once, as the first variant that has them has them.
  private var tasks: [ExperimentResults.TaskScore] {
    let all = variants.flatMap(\.scores)
    return all.indices.filter { index in all.firstIndex { $0.task == all[index].task } == index }.map { all[$0] }
  }

  private var title: String {
    let splits = Set(variants.flatMap(\.scores).compactMap(\.split)).sorted()
    let scores = splits.isEmpty ? "no scores" : "scores on \(splits.joined(separator: " and "))"
    return "\(name): \(scores)" + (baseline.map { ", Δ against \($0)" } ?? "")
  }

  private var notes: [String] {
    variants.contains { $0.isMeasured && $0.sharing != nil }
      ? ["* counted on the masks that were learned; other counts follow from the specification alone"] : []
  }
}

extension ExperimentResults.VariantResults {
  /// The row of the variant, with a cell for every one of `tasks`.
  fileprivate func cells(of tasks: [String]) -> [String] {
    let scores = tasks.flatMap { task in
      let score = self.scores.first { $0.task == task }
      return [score?.percent.map { fixed($0, 2) } ?? "–", score?.delta.map(signed) ?? "–"]
    }
    let counts = sharing.map { sharing in
      [
        rounded(sharing.union) + (isMeasured ? "*" : " "),
        tasks.map { task in
          sharing.tasks.first { $0.task == task }.map { fixed(100 * $0.sparsity, 1) } ?? "–"
        }.joined(separator: " / "),
        fixed(sharing.overlapRatio, 3),
      ]
    }
    return [name] + scores + (counts ?? ["–", "–", "–"])
  }

}

/// `count` in thousands where that says enough.
private func rounded(_ count: Int) -> String { count < 10_000 ? "\(count)" : "\((count + 500) / 1000)k" }

/// `value` with `digits` digits after the point, halves away from zero.
package func fixed(_ value: Double, _ digits: Int) -> String {
  let scale = (0..<digits).reduce(1) { product, _ in product * 10 }
  guard abs(value) * Double(scale) < 0x1p53 else { return "\(value)" }
  let scaled = Int((abs(value) * Double(scale)).rounded())
  let fraction = String(scaled % scale)
  let sign = value < 0 && scaled > 0 ? "-" : ""
  return digits == 0
    ? "\(sign)\(scaled)"
    : "\(sign)\(scaled / scale).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
}

/// `value` with two digits and its sign.
private func signed(_ value: Double) -> String {
  let text = fixed(value, 2)
  return text.hasPrefix("-") ? text : "+" + text
}
