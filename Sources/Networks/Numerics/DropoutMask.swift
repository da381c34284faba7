internal import CKernels
internal import Randomness

/// The factors of inverted dropout: 0 for what is dropped, `1 / (1 - rate)` for the rest.
final class DropoutMask {
  private let rate: Double
  private let factors = FloatBuffer()
  private var isDropping = false

  init(rate: Double) { self.rate = rate }

  /// Draws `count` factors from `stream`; without a stream nothing is dropped.
  ///
  /// Determinism: factor i is a function of the stream and of i.
  func draw(_ count: Int, from stream: RandomStream?) {
    isDropping = false
    guard rate > 0, var stream else { return }
    isDropping = true
    let keptBelow = UInt64(((1 - rate) * 0x1p32).rounded())
    dropout_mask(stream.next(), count, keptBelow, Float(1 / (1 - rate)), factors.reserved(count))
  }

  /// Multiplies the rows of `matrix` by the factors, in place; serves values and gradients alike.
  func apply(to matrix: Matrix) {
    guard isDropping else { return }
    for index in 0..<matrix.rows {
      multiply_each(matrix.columns, matrix.row(index), factors.base + index * matrix.columns, matrix.row(index))
    }
  }
}
