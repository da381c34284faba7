import OrderedCollections
import Planning
import Text

extension StageListing {
  /// The table of groups; `number` is the listing's place on the page.
  func table(number: Int) -> Markup {
    let total = secondsToRun
    var markup = Markup()
    markup.element("table", ["class": "stages", "data-listing": "\(number)"]) { table in
      table.element("thead") { head in
        head.element("tr") { row in
          row.element("th", ["scope": "col"], text: "stages")
          for title in ["count", "time", "share", "disk"] {
            row.element("th", ["scope": "col", "class": "n"], text: title)
          }
          row.element("th", ["scope": "col"], text: reasonTitle)
        }
      }
      for group in groups {
        table.newLine()
        table.element("tbody", ["class": group.status.rawValue]) { body in
          body.element("tr", ["class": "group"]) { add(group, total, &$0) }
        }
      }
    }
    markup.newLine()
    return markup
  }

  private func add(_ group: Group, _ total: Double?, _ row: inout Markup) {
    let isToRun = group.status.isToRun
    row.element("th", ["scope": "row"]) { cell in
      if !group.status.sign.isEmpty {
        cell.element("span", ["class": "sign", "title": group.status.text], text: group.status.sign)
      }
      cell.element("code", text: group.name)
    }
    row.element("td", ["class": "n", "data-label": "count"], text: "\(group.stages.count)")
    let seconds = group.sum(\.seconds)
    row.element(
      "td", ["class": "n", "data-label": "time"], text: isToRun ? seconds.map(duration) ?? "?" : "")
    row.element("td", ["class": "n share", "data-label": "share"]) { cell in
      guard isToRun, let seconds, let total, total > 0 else { return }
      cell.bar(seconds / total)
      cell.element("span", text: shareText(seconds / total))
    }
    row.element(
      "td", ["class": "n", "data-label": "disk"],
      text: isToRun ? group.sum(\.artifacts).map { scaled($0, "B") } ?? "?" : "")
    row.element("td", ["class": "reason"], text: group.reason)
  }
}

/// The controls that filter the stages of a page; hidden until the page's script shows them.
struct StageFilter {
  let listings: [StageListing]

  /// The most variants that are listed one by one; if there are more, only declared names are listed.
  private static let variantLimit = 300

  var markup: Markup {
    let variants = OrderedSet(listings.flatMap { $0.variants.map(\.name) })
    let declared = OrderedSet(listings.flatMap { $0.variants.map(\.declaredName) })
    let stages = listings.flatMap { $0.groups.flatMap(\.stages) }
    let kinds = Set(stages.map(\.title.purpose.kind))
    let tasks = Set(stages.flatMap(\.stage.purpose.tasks)).sorted()
    let statuses = Set(listings.flatMap { $0.groups.map(\.status) })
    let causes = listings.enumerated().flatMap { number, listing in
      listing.causes.enumerated().map { ("\(number):\($0)", $1) }
    }
    var markup = Markup()
    markup.element("form", ["id": "filter", "role": "search", "hidden": "", "aria-label": "Filter of stages"]) { form in
      form.element("label", ["class": "wide"]) { label in
        label.element("span", text: "Filter")
        label.element(
          "input",
          [
            "name": "q", "type": "search", "autocomplete": "off", "spellcheck": "false",
            "placeholder": "name, reason or identity", "aria-keyshortcuts": "/",
          ])
      }
      let cells = variants.count <= Self.variantLimit ? variants.subtracting(declared) : []
      form.select("variant", "Variant", (declared.elements + cells.elements).map { ($0, $0) })
      form.select(
        "purpose", "Purpose",
        StagePurpose.Kind.allCases.filter(kinds.contains).sorted { $0.rank < $1.rank }.map {
          ($0.rawValue, $0.rawValue)
        })
      form.select("task", "Task", tasks.map { ($0, $0) })
      form.select("status", "Status", StageStatus.allCases.filter(statuses.contains).map { ($0.rawValue, $0.text) })
      form.select("cause", "Cause", causes)
      if listings.contains(where: { !$0.criticalPath.isEmpty }) {
        form.element("label", ["class": "check"]) { label in
          label.element("input", ["name": "critical", "type": "checkbox"])
          label.element("span", text: "critical path only")
        }
      }
      form.element("p", ["class": "state"]) { line in
        line.element("output", ["aria-live": "polite"]) { _ in }
        line.element("button", ["type": "reset", "hidden": ""], text: "Clear")
        line.element("span", ["class": "keys"]) { keys in
          for (key, use) in [("/", "filter"), ("↑ ↓", "move"), ("Enter", "unfold"), ("Esc", "clear")] {
            keys.element("kbd", text: key)
            keys.append(" \(use) ")
          }
        }
      }
    }
    markup.element("noscript") {
      $0.element("p", ["class": "gap"], text: "Without JavaScript the page shows groups of stages, not single ones.")
    }
    markup.newLine()
    return markup
  }
}

extension Markup {
  /// Appends a choice among `options` or all of them; nothing if there are fewer than two.
  fileprivate mutating func select(_ name: String, _ title: String, _ options: [(value: String, text: String)]) {
    guard options.count > 1 else { return }
    element("label") { label in
      label.element("span", text: title)
      label.element("select", ["name": name]) { select in
        select.element("option", ["value": ""], text: "all")
        for option in options {
          select.element("option", ["value": option.value], text: option.text)
        }
      }
    }
  }
}
