import Execution

extension ExperimentResults {
  /// The table for a terminal: scores with differences, parameters, what is kept, and the overlap ratio.
  package var text: String {
    let tasks = variants.first?.scores ?? []
    var table = TextTable([.left] + tasks.flatMap { _ in [.right, .right] } + [.right, .right, .right])
    table.add([""] + tasks.flatMap { [$0.task, ""] } + ["params", "kept of base, %", "overlap"])
    table.add(
      [""] + tasks.flatMap { [$0.metric == "span_f1" ? "F1" : "acc.", "Δ"] }
        + ["", tasks.map(\.task).joined(separator: " / "), "ratio"])
    for variant in variants { table.add(variant.cells) }
    return ([title] + table.lines(headerRows: 2) + notes).joined(separator: "\n")
  }

  private var title: String {
    let splits = Set(variants.flatMap(\.scores).compactMap(\.split)).sorted()
    let scores = splits.isEmpty ? "no scores" : "scores on \(splits.joined(separator: " and "))"
    return "\(name): \(scores)" + (baseline.map { ", Δ against \($0)" } ?? "")
  }

  private var notes: [String] {
    variants.contains(where: \.isMeasured)
      ? ["* counted on the masks that were learned; other counts follow from the specification alone"] : []
  }
}

extension ExperimentResults.VariantResults {
  fileprivate var cells: [String] {
    let scores = scores.flatMap { [$0.percent.map { fixed($0, 2) } ?? "–", $0.delta.map(signed) ?? "–"] }
    let counts = sharing.map { sharing in
      [
        "\((sharing.union + 500) / 1000)k" + (isMeasured ? "*" : " "),
        scoresOrder(sharing).map { fixed(100 * $0.sparsity, 1) }.joined(separator: " / "),
        fixed(sharing.overlapRatio, 3),
      ]
    }
    return [name] + scores + (counts ?? ["–", "–", "–"])
  }

  /// The counts of the tasks, in the order of the scores.
  private func scoresOrder(_ sharing: SharingFile) -> [SharingFile.TaskCount] {
    scores.compactMap { score in sharing.tasks.first { $0.task == score.task } }
  }
}

/// `value` with `digits` digits after the point, halves away from zero.
package func fixed(_ value: Double, _ digits: Int) -> String {
  let scale = (0..<digits).reduce(1) { product, _ in product * 10 }
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
