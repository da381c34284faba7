/// A figure of a report, before it is drawn: one panel or several beside each other.
enum ReportFigure: Sendable {
  case lines([LineChart])
  case sharing([SharingChart])
  case grid([GridChart])

  /// Whether there is nothing to draw.
  var isEmpty: Bool {
    switch self {
    case .lines(let panels): panels.allSatisfy { $0.series.allSatisfy(\.points.isEmpty) }
    case .sharing(let panels): panels.isEmpty
    case .grid(let panels): panels.isEmpty
    }
  }
}

/// Values along an axis.
struct LineChart: Sendable {
  let title: String
  let x: Axis
  let y: Axis

  /// The axis on the right, of the series that belong to it.
  var right: Axis?
  let series: [Series]

  struct Axis: Sendable {
    let title: String

    /// Whether numbers fall from left to right.
    var isReversed = false

    /// Whether the axis is of whole things, such as epochs.
    var isCounted = false
  }

  struct Series: Sendable {
    let name: String
    let points: [Point]
    var isOnRight = false
  }

  struct Point: Sendable {
    let x: Double
    let y: Double

    /// Whether the point is the one that was chosen among all.
    var isChosen = false
  }
}

/// Which parameters belong to which sets of tasks, as an UpSet plot: a bar for each set, divided by regions, above a
/// column of dots that tell the set.
///
/// *Source*: Lex et al., "UpSet: Visualization of Intersecting Sets", 2014.
struct SharingChart: Sendable {
  let title: String
  let tasks: [String]
  let regions: [String]
  let bars: [Bar]

  struct Bar: Sendable {
    /// The tasks of the set, as indices.
    let tasks: [Int]

    /// The parameters by region.
    let counts: [Int]

    var count: Int { counts.reduce(0, +) }
  }
}

/// Fractions by row and column, each in a shaded cell.
struct GridChart: Sendable {
  let title: String
  let columns: [String]
  let rows: [Row]

  struct Row: Sendable {
    let label: String

    /// A fraction from 0 to 1 for each column; `nil` where there is none.
    let values: [Double?]
  }
}
