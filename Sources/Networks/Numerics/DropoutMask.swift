internal import CKernels
internal import Randomness

/// The factors of inverted dropout: 0 for what is dropped, `1 / (1 - rate)` for the rest.
final class DropoutMask {
  private let rate: Double
  private let team: Team
  private let factors = FloatBuffer()
  private var isDropping = false

  init(rate: Double, team: Team) {
    self.rate = rate
    self.team = team
  }

  /// Draws `count` factors from `stream`; without a stream nothing is dropped.
  ///
  /// Determinism: factor i is a function of the stream and of i.
  func draw(_ count: Int, from stream: RandomStream?) {
    isDropping = false
    guard rate > 0, var stream else { return }
    isDropping = true
    let keptBelow = UInt64(((1 - rate) * 0x1p32).rounded())
    let factor = Float(1 / (1 - rate))
    let factors = factors.reserved(count)
    let key = stream.next()
    team.run((count + run - 1) / run) { part in
      let start = part * run
      ss_dropout_run(key, start, min(run, count - start), keptBelow, factor, factors + start)
    }
  }

  /// Multiplies the rows of `matrix` by the factors, in place; serves values and gradients alike.
  func apply(to matrix: Matrix) {
    guard isDropping else { return }
    for index in 0..<matrix.rows {
      ss_multiply_each(matrix.columns, matrix.row(index), factors.base + index * matrix.columns, matrix.row(index))
    }
  }

  /// Puts the rows of `source` times the factors into `target`, both dense.
  func apply(to source: Matrix, into target: Matrix) {
    if isDropping {
      ss_multiply_each(source.rows * source.columns, source.base, factors.base, target.base)
    } else {
      target.base.update(from: source.base, count: source.rows * source.columns)
    }
  }
}

/// The number of factors that are drawn at a time, a multiple of 64.
private let run = 8192
