import OrderedCollections
import Planning
import Text

/// What a plan's summary shows of a variant, or of all cells of one.
struct VariantRow {
  let name: String
  let cellCount: Int
  let stages: String

  /// The time that the variant would take alone.
  let time: String
  let disk: String

  /// That time as a fraction of the whole plan's; `nil` if a time is unknown, or for several cells.
  let share: Double?

  /// Parameters, what each task keeps, and the overlap; empty texts for several cells.
  let masks: [String]
}

extension PlanSummary {
  /// A row for each variant; if there are many, for each declared variant, unless they are wanted `oneByOne`.
  func variantRows(oneByOne: Bool = false) -> [VariantRow] {
    let rows = Array(zip(plan.variants, costs.variants))
    if oneByOne || rows.count <= Self.variantLimit { return rows.map(variantRow) }
    return OrderedDictionary(grouping: rows, by: \.0.declaredName).map { name, cells in
      cells.count == 1 ? variantRow(cells[0].0, cells[0].1) : variantRow(ofCells: cells.map(\.1), called: name)
    }
  }

  private func variantRow(_ variant: PlannedVariant, _ cost: PlanCosts.VariantCost) -> VariantRow {
    let ledger = VariantLedger(of: variant, in: plan)
    let isKnown = cost.cost.unknownCount == 0
    let isShared = isKnown && costs.total.unknownCount == 0 && costs.total.seconds > 0
    return VariantRow(
      name: variant.name, cellCount: 1, stages: "\(cost.stageCount)", time: isKnown ? duration(cost.cost.seconds) : "?",
      disk: isKnown ? scaled(cost.cost.artifacts, "B") : "?",
      share: isShared ? cost.cost.seconds / costs.total.seconds : nil,
      masks: [ledger.parametersText, ledger.keptText, ledger.overlapText])
  }

  private func variantRow(ofCells cells: [PlanCosts.VariantCost], called name: String) -> VariantRow {
    let isKnown = cells.allSatisfy { $0.cost.unknownCount == 0 }
    func span<Value: Comparable>(_ values: [Value], _ text: (Value) -> String) -> String {
      guard let least = values.min(), let most = values.max() else { return "" }
      return bounds(text(least), text(most))
    }
    return VariantRow(
      name: name, cellCount: cells.count, stages: span(cells.map(\.stageCount)) { "\($0)" },
      time: isKnown ? span(cells.map(\.cost.seconds), duration) : "?",
      disk: isKnown ? span(cells.map(\.cost.artifacts)) { scaled($0, "B") } : "?", share: nil, masks: ["", "", ""])
  }
}
