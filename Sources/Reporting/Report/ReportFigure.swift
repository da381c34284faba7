/// A figure of a report, before it is drawn: one panel or several beside each other.
package enum ReportFigure: Sendable {
  case lines([LineChart])
  case sharing([SharingChart])
  case grid([GridChart])

  /// Whether there is nothing to draw.
  package var isEmpty: Bool {
    switch self {
    case .lines(let panels): panels.allSatisfy { $0.series.allSatisfy(\.points.isEmpty) }
    case .sharing(let panels): panels.isEmpty
    case .grid(let panels): panels.isEmpty
    }
  }
}

/// Values along an axis.
package struct LineChart: Sendable {
  package let title: String
  package let x: Axis
  package let y: Axis

  /// The axis on the right, of the series that belong to it.
  package let right: Axis?
  package let series: [Series]

  package struct Axis: Sendable {
    package let title: String

    /// Whether numbers fall from left to right.
    package let isReversed: Bool

    /// Whether the axis is of whole things, such as epochs.
    package let isCounted: Bool

    package init(_ title: String, isReversed: Bool = false, isCounted: Bool = false) {
      self.title = title
      self.isReversed = isReversed
      self.isCounted = isCounted
    }
  }

  package struct Series: Sendable {
    package let name: String
    package let points: [Point]
    package let isOnRight: Bool

    package init(_ name: String, _ points: [Point], isOnRight: Bool = false) {
      self.name = name
      self.points = points
      self.isOnRight = isOnRight
    }
  }

  package struct Point: Sendable {
    package let x: Double
    package let y: Double

    /// Whether the point is the one that was chosen among all.
    package let isChosen: Bool

    package init(_ x: Double, _ y: Double, isChosen: Bool = false) {
      self.x = x
      self.y = y
      self.isChosen = isChosen
    }
  }

  package init(title: String, x: Axis, y: Axis, right: Axis? = nil, _ series: [Series]) {
    self.title = title
    self.x = x
    self.y = y
    self.right = right
    self.series = series
  }
}

/// Which parameters belong to which sets of tasks, as an UpSet plot: a bar for each set, divided by regions, above a
/// column of dots that tell the set.
///
/// *Source*: Lex et al., "UpSet: Visualization of Intersecting Sets", 2014.
package struct SharingChart: Sendable {
  package let title: String
  package let tasks: [String]
  package let regions: [String]
  package let bars: [Bar]

  package struct Bar: Sendable {
    /// The tasks of the set, as indices.
    package let tasks: [Int]

    /// The parameters by region.
    package let counts: [Int]

    package var count: Int { counts.reduce(0, +) }
  }
}

/// Fractions by row and column, each in a shaded cell.
package struct GridChart: Sendable {
  package let title: String
  package let columns: [String]
  package let rows: [Row]

  package struct Row: Sendable {
    package let label: String

    /// A fraction from 0 to 1 for each column; `nil` where there is none.
    package let values: [Double?]
  }
}
