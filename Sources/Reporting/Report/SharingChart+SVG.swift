import Diagnostics
import MaskTools
import Text

extension SharingChart {
  private static let bar = (width: 26.0, gap: 12.0)
  private static let plot = (left: 64.0, top: 30.0, height: 130.0)
  private static let row = 18.0

  /// The sets that are drawn; the rest is told in a line.
  private static let most = 12

  /// The chart as SVG: a bar for each set of tasks, divided by regions, above dots that tell the set.
  var svg: Markup {
    let shown = Array(bars.prefix(Self.most))
    let names = 6.2 * Double((tasks.map { min($0.count, 18) }.max() ?? 0)) + 12
    let left = max(Self.plot.left, names)
    let width = max(220, left + Double(shown.count) * (Self.bar.width + Self.bar.gap) + 16)
    let bottom = Self.plot.top + Self.plot.height
    let legendTop = bottom + 10 + Self.row * Double(tasks.count) + 16
    let height = legendTop + 16 * Double(regions.count) + (bars.count > shown.count ? 16 : 0)
    let scale = AxisScale([0, Double(shown.map(\.count).max() ?? 1)], count: 3)
    var drawing = Markup()
    drawing.svg(width: width, height: height, label: "Parameters by tasks: \(title)") { drawing in
      drawing.label(title.shortened(to: 32), x: left, y: 14, class: "t b")
      drawAxis(scale, from: left, to: width - 8, &drawing)
      for (index, bar) in shown.enumerated() {
        let x = left + 8 + Double(index) * (Self.bar.width + Self.bar.gap)
        draw(bar, at: x, scale, &drawing)
      }
      for (index, task) in tasks.enumerated() {
        drawing.label(task.shortened(to: 18), x: left - 6, y: bottom + 22 + Self.row * Double(index), class: "n e")
      }
      for (index, region) in regions.enumerated() {
        let y = legendTop + 16 * Double(index)
        drawing.rectangle(left, y - 9, 10, 10, class: "f\(index % SeriesStyle.count)")
        drawing.label(region, x: left + 15, y: y, class: "l")
      }
      if bars.count > shown.count {
        drawing.label(
          "and \(bars.count - shown.count) smaller sets", x: left, y: legendTop + 16 * Double(regions.count), class: "l"
        )
      }
    }
    return drawing
  }

  private func drawAxis(_ scale: AxisScale, from left: Double, to right: Double, _ drawing: inout Markup) {
    for tick in scale.ticks {
      let y = Self.plot.top + Self.plot.height * (1 - scale.fraction(tick))
      drawing.line(left, y, right, y, class: "g")
      drawing.label(inThousands(Int(tick)), x: left - 6, y: y + 4, class: "n e")
    }
  }

  /// Draws the bar of a set of tasks, and the dots below it.
  private func draw(_ bar: Bar, at x: Double, _ scale: AxisScale, _ drawing: inout Markup) {
    let bottom = Self.plot.top + Self.plot.height
    var y = bottom
    for (region, count) in bar.counts.enumerated() where count > 0 {
      let height = Self.plot.height * scale.fraction(Double(count))
      y -= height
      drawing.rectangle(
        x, y, Self.bar.width, height, class: "f\(region % SeriesStyle.count)",
        title: "\(regions[region]): \(count) parameters")
    }
    drawing.label(inThousands(bar.count), x: x + Self.bar.width / 2, y: y - 4, class: "n")
    let middle = x + Self.bar.width / 2
    func height(_ task: Int) -> Double { bottom + 18 + Self.row * Double(task) }
    if let first = bar.tasks.first, let last = bar.tasks.last, first != last {
      drawing.line(middle, height(first), middle, height(last), class: "a")
    }
    for task in tasks.indices {
      drawing.element(
        "circle",
        [
          "class": bar.tasks.contains(task) ? "d" : "o", "cx": fixed(middle, 1), "cy": fixed(height(task), 1),
          "r": "5",
        ])
    }
  }
}

extension GridChart {
  private static let cell = (width: 62.0, height: 22.0)

  /// The chart as SVG: shaded cells with percentages.
  var svg: Markup {
    let left = 7 * Double(rows.map(\.label.count).max() ?? 0) + 16
    let width = max(220, left + Self.cell.width * Double(columns.count) + 8)
    var drawing = Markup()
    drawing.svg(
      width: width, height: 52 + Self.cell.height * Double(rows.count), label: "Remaining parameters: \(title)"
    ) { drawing in
      drawing.label(title.shortened(to: 40), x: 4, y: 14, class: "t b")
      for (column, name) in columns.enumerated() {
        drawing.label(
          name.shortened(to: 9), x: left + Self.cell.width * (Double(column) + 0.5), y: 36, class: "n")
      }
      for (index, row) in rows.enumerated() {
        let y = 44 + Self.cell.height * Double(index)
        drawing.label(row.label, x: left - 8, y: y + 15, class: "n e")
        for (column, value) in row.values.enumerated() {
          guard let value else { continue }
          let x = left + Self.cell.width * Double(column)
          drawing.element(
            "rect",
            [
              "class": "s", "x": fixed(x, 1), "y": fixed(y, 1), "width": fixed(Self.cell.width - 2, 1),
              "height": fixed(Self.cell.height - 2, 1), "fill-opacity": fixed(0.1 + 0.5 * value, 2),
            ])
          drawing.label("\(fixed(100 * value, 1)) %", x: x + Self.cell.width / 2 - 1, y: y + 15, class: "n")
        }
      }
    }
    return drawing
  }
}

extension ReportFigure {
  /// The drawings of the panels.
  var drawings: [Markup] {
    switch self {
    case .lines(let panels): panels.map(\.svg)
    case .sharing(let panels): panels.map(\.svg)
    case .grid(let panels): panels.map(\.svg)
    }
  }
}
