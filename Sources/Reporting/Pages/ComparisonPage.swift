import Diagnostics
package import Evidence
import ExperimentSpec
import OrderedCollections
import Planning
import Text

/// One or several comparisons as one page for reviewers.
package struct ComparisonPage {
  private let comparisons: [Comparison]

  /// How scores differ, for each comparison; none if that was not asked for.
  private let results: [ResultsDifference]

  package init(_ comparisons: [Comparison], results: [ResultsDifference] = []) {
    self.comparisons = comparisons
    self.results = results
  }

  package var html: String {
    var listings: [StageListing] = []
    var body = Markup()
    body.element("header") { header in
      header.element("p", ["class": "kind"], text: "Comparison")
      if let only = comparisons.first, comparisons.count == 1 {
        header.element("h1") { only.addTitle(&$0) }
      } else {
        header.element("h1", text: counted(comparisons.count, "experiment"))
        header.element("p", ["class": "lead"], text: "\(comparisons.count { !$0.isEqual }) differ.")
      }
    }
    body.newLine()
    body.element("main") { main in
      for (number, comparison) in comparisons.enumerated() {
        let listing = comparison.listing
        main.element("article") { article in
          if comparisons.count > 1 { article.element("h2", ["class": "side"]) { comparison.addTitle(&$0) } }
          comparison.addSummary(&article)
          comparison.addCauses(listing, number: number, &article)
          if number < results.count {
            article.element("h3", text: "Results")
            article.append(results[number].table.markup)
          }
          comparison.addVariants(&article)
          comparison.addRespelt(&article)
        }
        main.newLine()
        listings.append(listing)
      }
      if listings.contains(where: { !$0.groups.isEmpty }) {
        main.section("stages", "Stages") { section in
          section.append(StageFilter(listings: listings).markup)
          for (number, comparison) in comparisons.enumerated() where !listings[number].groups.isEmpty {
            if comparisons.count > 1 { section.element("h3") { comparison.addTitle(&$0) } }
            section.append(listings[number].table(number: number))
          }
        }
      }
    }
    body.element("footer") { footer in
      for comparison in comparisons { comparison.addDigests(&footer) }
      footer.element("p", text: "Times are estimates for one thread.")
    }
    body.newLine()
    return ReviewPage(title: title, body: body, listings: listings).html
  }

  private var title: String {
    guard let only = comparisons.first, comparisons.count == 1 else {
      return "Comparison of \(counted(comparisons.count, "experiment"))"
    }
    return "\(only.old.label) → \(only.new.label)"
  }
}

extension Comparison {
  fileprivate func addTitle(_ heading: inout Markup) {
    heading.element("code", text: old.label)
    heading.append(" → ")
    heading.element("code", text: new.label)
  }

  fileprivate func addDigests(_ footer: inout Markup) {
    footer.element("p") { line in
      line.append("plan ")
      line.element("code", ["class": "digest"], text: old.plan.digest.description)
      line.append(" → ")
      line.element("code", ["class": "digest"], text: new.plan.digest.description)
    }
  }

  // MARK: Summary

  fileprivate func addSummary(_ body: inout Markup) {
    let (stages, variants) = (stageCounts, variantCounts)
    if isEqual {
      body.element(
        "p", ["class": "lead"],
        text: "Both mean the same: \(counted(new.plan.variants.count, "variant")), "
          + "\(counted(plan.newStageCount, "stage")). Nothing has to be run for the change.")
      return
    }
    var tiles = [ReviewTile("To run", "\(stages.toRun)", "of \(counted(plan.newStageCount, "stage"))")]
    if stages.toRun > 0, let costs {
      tiles += [
        ReviewTile("Time", duration(costs.toRun.seconds), "of \(duration(costs.all.seconds))"),
        ReviewTile("Disk", scaled(costs.toRun.artifacts, "B"), "to store"),
      ]
    } else if stages.toRun > 0 {
      tiles.append(ReviewTile("Time", "?", "unknown without the data"))
    }
    tiles += [
      ReviewTile(
        "Stages", "\(stages.kept) kept", "\(stages.changed) changed, \(stages.new) new, \(stages.gone) gone"),
      ReviewTile(
        "Variants", "\(variants.kept) kept",
        [
          (variants.changed, "changed"), (variants.new, "new"), (variants.gone, "gone"), (variants.renamed, "renamed"),
        ].filter { $0.0 > 0 || $0.1 == "changed" }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")),
    ]
    if old.plan.baseline != new.plan.baseline {
      tiles.append(
        ReviewTile(
          "Baseline", new.plan.baseline ?? "none", "was \(old.plan.baseline ?? "none")"))
    }
    body.tiles(tiles)
  }

  // MARK: Causes

  fileprivate func addCauses(_ listing: StageListing, number: Int, _ body: inout Markup) {
    if causes.isEmpty { return }
    body.element("section") { section in
      section.element("h2", text: causes.count == 1 ? "Cause" : "Causes")
      let shown = causes.count > Self.causeLimit + 2 ? Self.causeLimit : causes.count
      add(causes.indices.prefix(shown), number, &section)
      if shown < causes.count {
        section.element("details") { details in
          details.element("summary", text: "\(causes.count - shown) more causes")
          add(causes.indices.dropFirst(shown), number, &details)
        }
      }
    }
    body.newLine()
  }

  /// The most causes that are shown unfolded.
  private static let causeLimit = 10

  private func add(_ places: Range<Int>, _ number: Int, _ body: inout Markup) {
    body.element("ol", ["class": "causes"]) { list in
      for place in places {
        list.element("li", ["data-cause": "\(number):\(place)"]) { add(causes[place], &$0) }
        list.newLine()
      }
    }
  }

  private func add(_ cause: DifferenceCause, _ item: inout Markup) {
    item.element("p", ["class": "change"]) { line in
      switch cause.subject {
      case .value(let value): add(value, &line)
      case .file, .stage: line.element("code", text: causePhrase(cause))
      }
      let variants = variants(of: cause)
      if !variants.isEmpty { line.element("span", ["class": "muted"], text: " in \(shortList(variants))") }
    }
    if case .value(let value) = cause.subject { addPlaces(of: value, &item) }
    let consequences = consequences(of: cause)
    item.element("p", ["class": "follows"], text: consequences.phrase(of: plan.newStageCount))
    item.element("ul", ["class": "purposes"]) { list in
      for (kind, count) in consequences.purposes { list.element("li", text: kind.counted(count)) }
    }
  }

  private func add(_ value: ValueDifference, _ line: inout Markup) {
    line.element("code", ["class": "path"], text: value.path)
    switch value.kind {
    case .added: add("added", value.text(of: value.new), as: "ins", &line)
    case .removed: add("removed", value.text(of: value.old), as: "del", &line)
    case .changed(let old, let new):
      line.append(" ")
      line.element(old == nil ? "span" : "del", text: old ?? "nothing")
      line.append(" → ")
      line.element(new == nil ? "span" : "ins", text: new ?? "nothing")
    }
  }

  /// Appends what happened to a part, and its text.
  private func add(_ word: String, _ text: String?, as element: String, _ line: inout Markup) {
    line.append(" \(word) ")
    if let text { line.element(element, text: text) }
  }

  private func addPlaces(of value: ValueDifference, _ item: inout Markup) {
    let places = [("before", value.old, value.places.old), ("now", value.new, value.places.new)].filter {
      !$0.1.isEmpty
    }
    item.element("dl", ["class": "places"]) { list in
      for (name, _, place) in places {
        list.element("dt", text: name)
        list.element("dd") { $0.element("code", text: place?.description ?? "default") }
      }
    }
  }

  // MARK: Variants

  fileprivate func addVariants(_ body: inout Markup) {
    let groups = VariantGroup.groups(of: self, limit: 100)
    if groups.isEmpty { return }
    body.element("section") { section in
      section.element("h2", text: "Variants")
      section.element("table", ["class": "variants"]) { table in
        table.element("tbody") { body in
          for group in groups {
            body.element("tr", ["class": group.className]) { row in
              row.element("th", ["scope": "row"]) { head in
                head.element("span", ["class": "sign", "aria-hidden": "true"], text: group.sign)
                head.element("code", ["data-variant": group.name], text: group.name)
              }
              row.element("td", text: group.phrase)
              row.element("td", text: parametersText(of: group))
            }
          }
        }
      }
    }
    body.newLine()
  }

  private func parametersText(of group: VariantGroup) -> String {
    guard group.members.count == 1, let (left, right) = parameters(of: group.name) else { return "" }
    return "parameters \(phrase(left)) → \(phrase(right))"
  }

  fileprivate func addRespelt(_ body: inout Markup) {
    if respelt.isEmpty { return }
    body.element("details") { details in
      details.element(
        "summary", text: "\(counted(respelt.count, "value")) written differently, with the same meaning")
      details.element("ul") { list in
        for value in respelt { list.element("li") { $0.element("code", text: value.phrase) } }
      }
    }
    body.newLine()
  }
}
