internal import CKernels

/// Brings the rows of a large table up to date only when they are read.
///
/// Momentum goes on moving a row that no batch mentions. Such steps need nothing but the row itself and the learning
/// rates, so they are put off and made up for in order: the bits are those of taking every step at once.
struct LazyRows {
  private let rowCount: Int
  private let dimension: Int
  private let momentum: Float

  /// The learning rates of the steps since all rows were last up to date.
  private var rates: [Float] = []

  /// How many of those steps each row has taken.
  private var taken: [Int]

  init(rowCount: Int, dimension: Int, momentum: Float) {
    self.rowCount = rowCount
    self.dimension = dimension
    self.momentum = momentum
    taken = [Int](repeating: 0, count: rowCount)
  }

  /// Lets a row take the steps that it has missed.
  mutating func catchUp(_ row: Int, values: FloatPointer, velocities: FloatPointer) {
    let missed = rates.count - taken[row]
    guard missed > 0 else { return }
    rates.withUnsafeBufferPointer { rates in
      guard let start = rates.baseAddress else { return }
      ss_momentum_replay(
        dimension, missed, start + taken[row], momentum, velocities + row * dimension, values + row * dimension)
    }
    taken[row] = rates.count
  }

  /// Lets all rows take the steps that they have missed.
  mutating func catchUpAll(values: FloatPointer, velocities: FloatPointer) {
    for row in 0..<rowCount { catchUp(row, values: values, velocities: velocities) }
    rates.removeAll(keepingCapacity: true)
    for row in 0..<rowCount { taken[row] = 0 }
  }

  /// Takes a step; `rows`, which must be up to date, have gradients, times `scale`, and the others wait.
  mutating func step(
    rows: [Int], rate: Float, scale: Float, gradients: FloatPointer, values: FloatPointer, velocities: FloatPointer
  ) {
    rates.append(rate)
    for row in rows {
      let start = row * dimension
      ss_momentum_step(dimension, rate, momentum, scale, gradients + start, velocities + start, values + start)
      taken[row] = rates.count
    }
  }
}
