import ExperimentSpec
import OrderedCollections
package import Planning
import Text

extension PlanSummary {
  /// The summary as one page for reviewers; `budget` says how much of each limit is used.
  package func html(budget: [BudgetUse] = []) -> String {
    let path = isEstimated ? criticalPath : []
    let listing = listing(criticalPath: path)
    var body = Markup()
    body.element("header") { header in
      header.element("p", ["class": "kind"], text: "Plan")
      header.element("h1", text: plan.name)
      header.element("p", ["class": "lead"], text: countsText)
    }
    body.newLine()
    body.element("main") { main in
      main.tiles(tiles(criticalPath: path))
      for note in notes { main.element("p", ["class": "gap"], text: note) }
      addBudget(budget, &main)
      main.section("stages", misses.isEmpty ? "Nothing to run" : "What runs, and why") { section in
        section.append(StageFilter(listings: [listing]).markup)
        section.append(listing.table(number: 0))
      }
      addCriticalPath(path, &main)
      addVariants(&main)
    }
    body.element("footer") { footer in
      footer.element("p") { line in
        line.append("plan ")
        line.element("code", ["id": "digest"], text: plan.digest.description)
      }
      footer.element("p", text: "Times are for one thread. \(sentence(rateNote))")
    }
    body.newLine()
    return ReviewPage(title: "Plan of \(plan.name)", body: body, listings: [listing]).html
  }

  // MARK: Figures

  private func tiles(criticalPath path: [StageID]) -> [ReviewTile] {
    let misses = self.misses
    let toRun = costs.sum(of: misses)
    let stages = ReviewTile("To run", "\(misses.count)", "of \(counted(plan.stages.count, "stage"))")
    let saved = costs.wantedStageCount - plan.stages.count
    if toRun.unknownCount > 0 {
      return [
        stages, ReviewTile("Time", "?", "unknown without the data"),
        ReviewTile("Merging saves", counted(saved, "stage"), "of \(costs.wantedStageCount) wanted"),
      ]
    }
    let isKnown = costs.total.unknownCount == 0
    return [
      stages,
      ReviewTile("Time", duration(toRun.seconds), isKnown ? "of \(duration(costs.total.seconds))" : "with one thread"),
      ReviewTile("Critical path", duration(costs.seconds(of: path)), counted(path.count, "stage")),
      ReviewTile("Disk", scaled(toRun.artifacts, "B"), "to store"),
      ReviewTile("Memory", scaled(toRun.memory, "B"), "for the largest stage"),
      ReviewTile(
        "Merging saves", counted(saved, "stage"),
        isKnown ? duration(costs.wantedSeconds - costs.total.seconds) : "of \(costs.wantedStageCount) wanted"),
    ]
  }

  private var notes: [String] {
    [missingNote, costs.updateNote.map { "note: \($0)" }].compactMap(\.self).map(sentence)
  }

  /// A note as a sentence.
  private func sentence(_ note: String) -> String { note.prefix(1).uppercased() + note.dropFirst() + "." }

  private func addBudget(_ uses: [BudgetUse], _ main: inout Markup) {
    if uses.isEmpty { return }
    main.section("budget", "Budget") { section in
      section.element("table", ["class": "budget"]) { table in
        table.element("tbody") { body in
          for use in uses {
            body.element("tr", ["class": use.verdict.className]) { row in
              row.element("th", ["scope": "row"], text: use.item.rawValue)
              row.element("td", ["class": "n"], text: "\(use.amountText) of \(use.limitText)")
              row.element("td", ["class": "share"]) { $0.bar(use.limit > 0 ? use.amount / use.limit : 1) }
              row.element("td", ["class": "reason"], text: use.verdictText)
            }
          }
        }
      }
    }
  }

  // MARK: Stages

  /// The stages: those to run first, then those in the store, then those that nothing needs.
  private func listing(criticalPath path: [StageID]) -> StageListing {
    let stages = plan.stageIDs
    let statuses = Dictionary(grouping: stages) { StageStatus(decisions[$0]) }
    let groups = [StageStatus.run, .stored, .unneeded].flatMap { status in
      self.groups(of: statuses[status] ?? []).map { group in
        StageListing.Group(
          name: group.name, status: status, reason: group.reason, stages: group.stages.compactMap(listed))
      }
    }
    return StageListing(
      groups: groups,
      variants: plan.variants.map { variant in
        StageListing.Variant(
          name: variant.name, declaredName: variant.declaredName,
          stages: plan.stages(neededBy: variant.namedStages).elements)
      },
      isWhole: true, criticalPath: Set(path), reasonTitle: "because")
  }

  private func listed(_ id: StageID) -> StageListing.Listed? {
    guard let stage = plan.stages[id], let title = names.title(of: id) else { return nil }
    return StageListing.Listed(
      stage: stage, title: title, digitCount: names.digitCount(of: id), cost: costs.stages[id] ?? StageCost())
  }

  /// Whether all that is to be run can be estimated.
  private var isEstimated: Bool { costs.sum(of: misses).unknownCount == 0 }

  // MARK: The critical path

  private func addCriticalPath(_ path: [StageID], _ main: inout Markup) {
    if path.isEmpty { return }
    let total = costs.seconds(of: path)
    let families = StageFamilies(of: plan, names)
    let steps = OrderedDictionary(grouping: path) { families.family[$0] }.values
    main.section("critical-path", "Critical path") { section in
      section.element(
        "p",
        text:
          "\(duration(total)) at least, with any number of jobs: \(counted(path.count, "stage")), one after the other.")
      section.element("table", ["class": "path"]) { table in
        table.element("tbody") { body in
          for step in steps {
            let seconds = costs.seconds(of: step)
            body.element("tr") { row in
              row.element("th", ["scope": "row"]) { $0.element("code", text: families.name(of: step)) }
              row.element("td", ["class": "n"], text: duration(seconds))
              row.element("td", ["class": "share"]) { cell in
                guard total > 0 else { return }
                cell.bar(seconds / total)
                cell.element("span", text: shareText(seconds / total))
              }
            }
          }
        }
      }
    }
  }

  // MARK: Variants

  private func addVariants(_ main: inout Markup) {
    main.section("variants", "Variants") { section in
      section.element("table", ["class": "variants"]) { table in
        table.element("thead") { head in
          head.element("tr") { row in
            row.element("th", ["scope": "col"], text: "variant")
            for title in ["stages", "time alone", "share", "disk"] {
              row.element("th", ["scope": "col", "class": "n"], text: title)
            }
            for title in ["parameters", "kept of each task", "overlap"] {
              row.element("th", ["scope": "col"], text: title)
            }
          }
        }
        table.element("tbody") { body in
          for row in variantRows() { body.element("tr") { add(row, &$0) } }
        }
      }
    }
  }

  private func add(_ cells: VariantRow, _ row: inout Markup) {
    row.element("th", ["scope": "row"]) { head in
      head.element("code", ["data-variant": cells.name], text: cells.name)
      if cells.cellCount > 1 { head.element("span", ["class": "muted"], text: " × \(cells.cellCount)") }
    }
    row.element("td", ["class": "n", "data-label": "stages"], text: cells.stages)
    row.element("td", ["class": "n", "data-label": "time alone"], text: cells.time)
    row.element("td", ["class": "n share", "data-label": "share"]) { cell in
      guard let share = cells.share else { return }
      cell.bar(share)
      cell.element("span", text: shareText(share))
    }
    row.element("td", ["class": "n", "data-label": "disk"], text: cells.disk)
    for (label, text) in zip(["parameters", "kept of each task", "overlap"], cells.masks) {
      row.element("td", ["data-label": label], text: text)
    }
  }
}

extension StageStatus {
  fileprivate init(_ decision: StageDecision?) {
    switch decision {
    case .miss, nil: self = .run
    case .hit: self = .stored
    case .unneeded: self = .unneeded
    }
  }
}

extension BudgetUse.Verdict {
  fileprivate var className: String {
    switch self {
    case .within: "within"
    case .beyond: "beyond"
    case .undecided: "undecided"
    }
  }
}
