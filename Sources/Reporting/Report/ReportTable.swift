import Diagnostics
/// A table of a report, before it is laid out in any format.
package struct ReportTable: Sendable {
  /// What the rows are.
  package let rowTitle: String
  package let columns: [Column]
  package let rows: [Row]

  /// What stands below the table, a sentence each.
  package let notes: [String]

  /// A column of numbers.
  package struct Column: Sendable {
    /// What several columns beside each other have in common; empty for a column by itself.
    package let group: String
    package let title: String

    package init(group: String = "", _ title: String) {
      self.group = group
      self.title = title
    }
  }

  package struct Row: Sendable {
    package let label: String

    /// A cell for each column.
    package let cells: [Cell]

    /// Whether the row is somebody else's alone, with nothing that was measured here.
    package let isReference: Bool

    package init(_ label: String, _ cells: [Cell], isReference: Bool = false) {
      self.label = label
      self.cells = cells
      self.isReference = isReference
    }
  }

  /// A number, and what there is to compare it with.
  package struct Cell: Sendable {
    /// What was measured here; `nil` where there is nothing, or nothing yet.
    package var value: Double?

    /// The standard deviation over seeds.
    package var deviation: Double?

    /// What the reference says.
    package var reference: Double?
    package var style: NumberStyle
    package var mark: Mark?

    package init(
      _ value: Double?, deviation: Double? = nil, reference: Double? = nil, _ style: NumberStyle, mark: Mark? = nil
    ) {
      self.value = value
      self.deviation = deviation
      self.reference = reference
      self.style = style
      self.mark = mark
    }

    /// Nothing at all.
    package static let empty = Cell(nil, .decimals(0))
  }

  /// What is remarkable about a number among others.
  package enum Mark: String, Sendable {
    /// None in the column is better.
    case best

    /// The task is worse off than under the baseline: negative transfer.
    case hurt
  }
}

/// How a number is written.
package enum NumberStyle: Hashable, Sendable {
  /// With this many digits after the point.
  case decimals(Int)

  /// A difference, with its sign.
  case difference(Int)

  /// A number of things: all digits, in groups of three.
  case count

  /// A number of parameters, in thousands.
  case thousands

  /// `value` as text.
  package func text(_ value: Double) -> String {
    switch self {
    case .decimals(let digits): fixed(value, digits)
    case .difference(let digits): signed(value, digits).replacing("-", with: "\u{2212}")
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
