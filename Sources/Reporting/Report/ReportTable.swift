import Diagnostics
import Text

/// A table of a report, before it is laid out in any format.
struct ReportTable: Sendable {
  /// What the rows are.
  let rowTitle: String
  let columns: [Column]
  let rows: [Row]

  /// What stands below the table, a sentence each.
  let notes: [String]

  /// A column of numbers.
  struct Column: Sendable {
    /// What several columns beside each other have in common; empty for a column by itself.
    var group = ""
    let title: String
  }

  struct Row: Sendable {
    let label: String

    /// A cell for each column.
    var cells: [Cell]

    /// Whether the row is somebody else's alone, with nothing that was measured here.
    var isReference = false
  }

  /// A number, and what there is to compare it with.
  struct Cell: Sendable {
    /// What was measured here; `nil` where there is nothing, or nothing yet.
    var value: Double?

    /// The standard deviation over seeds.
    var deviation: Double?

    /// What the reference says.
    var reference: Double?
    var style: NumberStyle
    var mark: Mark?

    /// What a test says of a difference.
    var test: TestResult?

    /// What stands in the place of a number.
    var words: String?

    init(
      _ value: Double?, deviation: Double? = nil, reference: Double? = nil, _ style: NumberStyle, mark: Mark? = nil,
      test: TestResult? = nil
    ) {
      self.value = value
      self.deviation = deviation
      self.reference = reference
      self.style = style
      self.mark = mark
      self.test = test
    }

    /// A cell of words.
    init(words: String) {
      self.init(nil, .decimals(0))
      self.words = words
    }

    /// Nothing at all.
    static let empty = Cell(nil, .decimals(0))
  }

  /// What a test says of a difference.
  struct TestResult: Hashable, Sendable {
    let interval: ClosedRange<Double>?

    /// After the correction.
    let pValue: Double?
    let isSignificant: Bool
  }

  /// What is remarkable about a number among others.
  enum Mark: String, Sendable {
    /// None in the column is better.
    case best

    /// The task is worse off than under the baseline: negative transfer.
    case hurt

    /// The one that was selected among all.
    case selected
  }
}

/// How a number is written.
enum NumberStyle: Hashable, Sendable {
  /// With this many digits after the point.
  case decimals(Int)

  /// A difference, with its sign.
  case difference(Int)

  /// A number of things: all digits, in groups of three.
  case count

  /// A number of parameters, in thousands.
  case thousands

  /// `value` as text.
  func text(_ value: Double) -> String {
    switch self {
    case .decimals(let digits): fixed(value, digits)
    case .difference(let digits): signed(value, digits).replacing(scalar: "-", by: "\u{2212}")
    case .count: grouped(whole(value))
    case .thousands: inThousands(whole(value))
    }
  }

  /// `value` rounded to what `text` shows.
  func rounded(_ value: Double) -> Double {
    switch self {
    case .decimals(let digits), .difference(let digits): Double(fixed(value, digits)) ?? value
    case .count: value.rounded()
    case .thousands: abs(value) < 10_000 ? value.rounded() : (value / 1000).rounded() * 1000
    }
  }

  private func whole(_ value: Double) -> Int { abs(value) < 0x1p53 ? Int(value.rounded()) : 0 }
}
