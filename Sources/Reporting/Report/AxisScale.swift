import Glibc
import MaskTools
import Text

/// The numbers of an axis and where they lie on it.
struct AxisScale {
  /// The numbers that are written, in order.
  let ticks: [Double]

  /// The digits after the point that tell the ticks apart.
  private let digits: Int

  /// A scale around `values` with about `count` ticks at round numbers: multiples of 1, 2 or 5 times a power of ten,
  /// which are whole if the axis is of things that are `counted`.
  init(_ values: [Double], count: Int = 5, counted isCounted: Bool = false) {
    // Numbers beyond these, which no score is, would leave none between the ticks.
    let values = values.filter { abs($0) < 1e12 }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    // What differs by rounding alone is one number.
    let span = high - low > 1e-9 * max(1, abs(high)) ? high - low : max(1, abs(high) * 0.1)
    let power = log10(span / Double(count)).rounded(.down)
    let steps = [1.0, 2, 5, 10].map { $0 * pow(10, power) }
    let fitting = steps.first { span / $0 <= Double(count) } ?? span
    let step = isCounted ? max(1, fitting) : fitting
    let first = (low / step).rounded(.down)
    let last = max((high / step).rounded(.up), first + 1)
    ticks = stride(from: first, through: last, by: 1).map { $0 * step }
    digits = step >= 1 ? 0 : min(9, Int((-log10(step)).rounded(.up)))
  }

  /// Where `value` lies, from 0 at the lower end to 1 at the upper.
  func fraction(_ value: Double) -> Double {
    guard let lower = ticks.first, let upper = ticks.last, upper > lower else { return 0 }
    return (value - lower) / (upper - lower)
  }

  /// The text at a tick.
  func label(_ tick: Double) -> String { fixed(tick, digits) }
}
