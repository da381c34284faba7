import Diagnostics
import MaskTools
import Text

extension LineChart {
  private static let size = (width: 380.0, height: 250.0)
  private static let margin = (left: 62.0, right: 16.0, rightWithAxis: 56.0, top: 26.0, bottom: 42.0)

  /// The chart as SVG, coloured by the classes `s0`, `s1`… of a style sheet, each series with a marker of its own so
  /// that it is told apart without colours.
  var svg: Markup {
    let plot = Plot(
      left: Self.margin.left, right: Self.size.width - (right == nil ? Self.margin.right : Self.margin.rightWithAxis),
      top: Self.margin.top, bottom: Self.size.height - Self.margin.bottom,
      x: AxisScale(series.flatMap { $0.points.map(\.x) }, counted: x.isCounted),
      y: AxisScale(series.filter { !$0.isOnRight }.flatMap { $0.points.map(\.y) }),
      second: AxisScale(series.filter(\.isOnRight).flatMap { $0.points.map(\.y) }), isReversed: x.isReversed)
    let legend = series.count > 1 ? series : []
    let height = Self.size.height + 16 * Double((legend.count + 1) / 2)
    var drawing = Markup()
    drawing.svg(width: Self.size.width, height: height, label: title.isEmpty ? y.title : title) { drawing in
      if !title.isEmpty { drawing.label(title, x: (plot.left + plot.right) / 2, y: 16, class: "t") }
      drawAxes(plot, &drawing)
      for (index, one) in series.enumerated() { draw(one, index, plot, &drawing) }
      for (index, one) in legend.enumerated() {
        let place = (x: plot.left + Double(index % 2) * 165, y: Self.size.height + 8 + 16 * Double(index / 2))
        drawing.marker(index, x: place.x, y: place.y - 4)
        drawing.label(one.name.shortened(to: 26), x: place.x + 10, y: place.y, class: "l")
      }
    }
    return drawing
  }

  private func drawAxes(_ plot: Plot, _ drawing: inout Markup) {
    for tick in plot.y.ticks {
      let height = plot.height(plot.y, tick)
      drawing.line(plot.left, height, plot.right, height, class: "g")
      drawing.label(plot.y.label(tick), x: plot.left - 6, y: height + 4, class: "n e")
    }
    if right != nil {
      for tick in plot.second.ticks {
        drawing.label(
          plot.second.label(tick), x: plot.right + 6, y: plot.height(plot.second, tick) + 4, class: "n b")
      }
    }
    for tick in plot.x.ticks {
      let place = plot.place(tick)
      drawing.line(place, plot.bottom, place, plot.bottom + 4, class: "a")
      drawing.label(plot.x.label(tick), x: place, y: plot.bottom + 16, class: "n")
    }
    drawing.line(plot.left, plot.bottom, plot.right, plot.bottom, class: "a")
    drawing.label(x.title, x: (plot.left + plot.right) / 2, y: plot.bottom + 32, class: "n")
    let middle = (plot.top + plot.bottom) / 2
    drawing.upright(y.title, x: 13, y: middle)
    if let right { drawing.upright(right.title, x: Self.size.width - 8, y: middle) }
  }

  private func draw(_ series: Series, _ index: Int, _ plot: Plot, _ drawing: inout Markup) {
    let scale = series.isOnRight ? plot.second : plot.y
    let places = series.points.map { (x: plot.place($0.x), y: plot.height(scale, $0.y)) }
    drawing.element(
      "polyline",
      [
        "class": "p s\(index % SeriesStyle.count)",
        "points": places.map { "\(fixed($0.x, 1)),\(fixed($0.y, 1))" }.joined(separator: " "),
      ])
    for (place, point) in zip(places, series.points) {
      if point.isChosen {
        drawing.element(
          "circle",
          ["class": "c", "cx": fixed(place.x, 1), "cy": fixed(place.y, 1), "r": "7"])
      }
      drawing.marker(index, x: place.x, y: place.y)
    }
  }
}

/// The area between the axes of a chart.
private struct Plot {
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double
  let x: AxisScale
  let y: AxisScale
  let second: AxisScale
  let isReversed: Bool

  func place(_ value: Double) -> Double {
    let fraction = x.fraction(value)
    return left + (right - left) * (isReversed ? 1 - fraction : fraction)
  }

  func height(_ scale: AxisScale, _ value: Double) -> Double { bottom - (bottom - top) * scale.fraction(value) }
}

/// What tells series apart.
enum SeriesStyle {
  /// The number of colours and of markers.
  static let count = 8
}

extension Markup {
  /// Appends a drawing of this size with a name for those who do not see it.
  mutating func svg(width: Double, height: Double, label: String, _ content: (inout Markup) -> Void) {
    element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(fixed(width, 0)) \(fixed(height, 0))",
        "width": fixed(width, 0), "height": fixed(height, 0), "role": "img", "aria-label": label, "class": "chart",
      ], content)
  }

  mutating func line(_ x: Double, _ y: Double, _ x2: Double, _ y2: Double, class name: String) {
    element(
      "line", ["class": name, "x1": fixed(x, 1), "y1": fixed(y, 1), "x2": fixed(x2, 1), "y2": fixed(y2, 1)])
  }

  mutating func label(_ text: String, x: Double, y: Double, class name: String) {
    element("text", ["class": name, "x": fixed(x, 1), "y": fixed(y, 1)], text: text)
  }

  /// Appends a text that runs upwards around a point.
  mutating func upright(_ text: String, x: Double, y: Double) {
    element(
      "text",
      ["class": "n", "x": fixed(x, 1), "y": fixed(y, 1), "transform": "rotate(-90 \(fixed(x, 1)) \(fixed(y, 1)))"],
      text: text)
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, class name: String, title: String? = nil
  ) {
    element(
      "rect",
      [
        "class": name, "x": fixed(x, 1), "y": fixed(y, 1), "width": fixed(max(0, width), 1),
        "height": fixed(max(0, height), 1),
      ]
    ) { if let title { $0.element("title", text: title) } }
  }

  /// Appends the marker of the series `index`: a circle, a square, a diamond, a triangle, and the same hollow.
  mutating func marker(_ index: Int, x: Double, y: Double) {
    let name = "m s\(index % SeriesStyle.count)" + (index % SeriesStyle.count >= 4 ? " h" : "")
    func path(_ points: [(Double, Double)]) -> String {
      points.map { "\(fixed(x + $0.0, 1)),\(fixed(y + $0.1, 1))" }.joined(separator: " ")
    }
    switch index % 4 {
    case 0: element("circle", ["class": name, "cx": fixed(x, 1), "cy": fixed(y, 1), "r": "3.2"])
    case 1: rectangle(x - 3, y - 3, 6, 6, class: name)
    case 2: element("polygon", ["class": name, "points": path([(0, -4), (4, 0), (0, 4), (-4, 0)])])
    case _: element("polygon", ["class": name, "points": path([(0, -4), (4, 3), (-4, 3)])])
    }
  }
}
