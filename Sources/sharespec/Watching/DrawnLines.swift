import Diagnostics
import Text

/// The lines that a terminal shows below what stays: what to write so that others take their place.
struct DrawnLines {
  private var widths: [Int] = []

  /// The text that takes the lines away, writes `kept` in their place, which stays, and draws `lines` below.
  ///
  /// A terminal that has become narrower shows a line on several rows, which `width` columns tell of.
  mutating func replace(with lines: [String], keeping kept: String, width: Int) -> String {
    let rows = widths.reduce(0) { $0 + max(1, ($1 + max(1, width) - 1) / max(1, width)) }
    widths = lines.map(\.displayWidth)
    let erasing = rows == 0 ? "" : "\r\u{1B}[\(rows)A\u{1B}[J"
    return erasing + kept + lines.map { $0 + "\n" }.joined()
  }
}
