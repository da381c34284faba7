import Diagnostics
import Text

extension ExperimentReport {
  /// The report as one page that needs nothing else: no network, no script, no font.
  package var html: String {
    let style = ReportStyle.drawings + ReportStyle.page
    return Markup.page(name, style: style, head: { $0.appendPolicy(style: style) }) { body in
      body.element("h1", text: name)
      body.element("p", ["class": "lead"], text: lead)
      if !missing.isEmpty { body.element("p", ["class": "gap"], text: gap) }
      addContents(&body)
      for (number, exhibit) in exhibits.enumerated() { add(exhibit, number, &body) }
      addOrigins(&body)
      addGraph(&body)
      addSpecification(&body)
    }.text
  }

  private func addContents(_ body: inout Markup) {
    body.element("nav") { navigation in
      let entries =
        exhibits.enumerated().map { ("e\($0.offset)", $0.element.title) }
        + [("origins", "Where the numbers come from"), ("plan", "Plan"), ("specification", "Specification")]
      for (index, entry) in entries.enumerated() {
        if index > 0 { navigation.append(" · ") }
        navigation.element("a", ["href": "#\(entry.0)"], text: entry.1)
      }
    }
    body.newLine()
  }

  private func add(_ exhibit: Exhibit, _ number: Int, _ body: inout Markup) {
    body.element("section", ["id": "e\(number)"]) { section in
      section.element("h2", text: exhibit.title)
      switch exhibit.content {
      case .table(let table): section.append(table.markup)
      case .figure(let figure) where figure.isEmpty:
        section.element("p", ["class": "gap"], text: Self.nothingToDraw)
      case .figure(let figure):
        section.element("div", ["class": "panels"]) { panels in
          for drawing in figure.drawings { panels.element("figure") { $0.append(drawing) } }
        }
        section.element("details") { details in
          details.element("summary", text: "The numbers")
          for table in figure.tables { details.append(table.markup) }
        }
      }
    }
    body.newLine()
  }

  private func addOrigins(_ body: inout Markup) {
    body.element("section", ["id": "origins"]) { section in
      section.element("h2", text: "Where the numbers come from")
      section.element("div", ["class": "scroll"]) { wide in
        wide.element("table") { table in
          table.element("thead") { head in
            head.element("tr") { row in
              for title in NumberOrigin.titles { row.element("th", ["class": "t"], text: title) }
            }
          }
          table.element("tbody") { rows in
            for origin in origins {
              rows.element("tr") { row in
                for cell in origin.cells { row.element("td", ["class": "t"], text: cell) }
              }
            }
          }
        }
      }
    }
    body.newLine()
  }

  private func addGraph(_ body: inout Markup) {
    body.element("section", ["id": "plan"]) { section in
      section.element("h2", text: "Plan")
      section.element("p", text: "\(counted(stageCount, "stage")) for \(counted(variantCount, "variant")).")
      // In an image, nothing that another program drew can be followed or carried out.
      if let graph {
        section.element("div", ["class": "graph"]) { place in
          place.element(
            "img", ["alt": "The stages of the plan", "src": "data:image/svg+xml;base64,\(base64(Array(graph.utf8)))"])
        }
      }
    }
    body.newLine()
  }

  private func addSpecification(_ body: inout Markup) {
    body.element("section", ["id": "specification"]) { section in
      section.element("h2", text: "Specification")
      section.element("p", text: "Every value with its origin; the text compiles to the same plan by itself.")
      section.element("pre") { $0.element("code", text: specification) }
    }
    body.newLine()
  }
}

extension ReportTable {
  /// The table with its notes.
  var markup: Markup {
    var result = Markup()
    result.element("div", ["class": "scroll"]) { wide in
      wide.element("table") { table in
        table.element("thead") { addHead(&$0) }
        table.element("tbody") { body in
          for row in rows { add(row, &body) }
        }
      }
    }
    if !notes.isEmpty {
      result.element("ul", ["class": "notes"]) { list in for note in notes { list.element("li", text: note) } }
    }
    return result
  }

  private func addHead(_ head: inout Markup) {
    if columns.contains(where: { !$0.group.isEmpty }) {
      head.element("tr") { row in
        row.element("th") { _ in }
        for group in groups {
          row.element("th", ["class": "g", "colspan": "\(group.width)", "scope": "colgroup"], text: group.title)
        }
      }
    }
    head.element("tr") { row in
      row.element("th", ["class": "t"], text: rowTitle)
      for column in columns { row.element("th", ["scope": "col"], text: column.title) }
    }
  }

  private func add(_ row: Row, _ body: inout Markup) {
    body.element("tr", row.isReference ? ["class": "r"] : [:]) { line in
      line.element("th", ["scope": "row"], text: row.label)
      for cell in row.cells {
        line.element("td", cell.mark.map { ["class": $0.rawValue] } ?? [:]) { content in
          content.element("span", ["class": "v"], text: cell.valueText + (cell.starText ?? ""))
          if let interval = cell.intervalText { content.element("span", ["class": "d"], text: " \(interval)") }
          if let mark = cell.markText { content.element("span", ["class": "v"], text: " \(mark)") }
          if let deviation = cell.deviationText { content.element("span", ["class": "d"], text: " ±\(deviation)") }
          if let reference = cell.referenceText { content.element("span", ["class": "r"], text: "(\(reference))") }
        }
      }
    }
  }
}
