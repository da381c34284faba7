import Planning
import Text

extension PlanCosts {
  /// Says where variants train a task with different numbers of updates, since comparisons are unequal then: for the
  /// task with the largest difference, the variants with most and with least.
  var updateNote: String? {
    var worst: (task: String, least: VariantCost, most: VariantCost, ratio: Double)?
    for task in Set(variants.flatMap(\.updates.keys)).sorted() {
      let counted = variants.filter { ($0.updates[task] ?? 0) > 0 }
      guard let least = counted.min(by: { $0.count(of: task) < $1.count(of: task) }),
        let most = counted.max(by: { $0.count(of: task) < $1.count(of: task) })
      else { continue }
      let ratio = most.count(of: task) / least.count(of: task)
      if ratio > worst?.ratio ?? 1.005 { worst = (task, least, most, ratio) }
    }
    return worst.map { task, least, most, _ in
      "variants train '\(task)' with different numbers of updates (warmup included): "
        + "\(grouped(least.count(of: task))) in '\(least.name)', \(grouped(most.count(of: task))) in '\(most.name)'; "
        + "their scores are not directly comparable"
    }
  }

  private func grouped(_ count: Double) -> String { Text.grouped(Int(count.rounded())) }
}

extension PlanCosts.VariantCost {
  /// The updates that `task` makes.
  fileprivate func count(of task: String) -> Double { updates[task] ?? 0 }
}
