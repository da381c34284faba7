internal import CKernels

/// A right factor of products, packed once and read in the order in which products need it.
final class Panels {
  private let buffer = FloatBuffer()
  private(set) var inner = 0
  private(set) var columns = 0

  /// Takes a factor; where `mask`, whose bits are those of the dense matrix, keeps nothing, it is 0.
  func pack(_ factor: Factor, mask: TensorMask = .all) {
    (inner, columns) = factor.extent
    let count = ss_panels_size(inner, columns)
    let panels = buffer.reserved(count)
    switch mask {
    case .all: pack(factor, bits: nil, panels)
    case .none: panels.clear(count)
    case .bits(let words): words.withUnsafeBufferPointer { pack(factor, bits: $0.baseAddress, panels) }
    }
  }

  private func pack(_ factor: Factor, bits: UnsafePointer<UInt64>?, _ panels: FloatPointer) {
    switch factor {
    case .plain(let matrix): ss_pack_panels(inner, columns, matrix.base, matrix.stride, bits, panels)
    case .transposed(let matrix): ss_pack_panels_transposed(inner, columns, matrix.base, matrix.stride, bits, panels)
    }
  }

  fileprivate var base: FloatPointer { buffer.base }
}

/// The instruction set that products use: the best that the processor has.
let fastestInstructions = ss_best_instruction_set()

/// Puts the product of `left` and `right` into `result`, or adds it to what is there.
///
/// Determinism: every element is one chain of fused multiplications and additions in the order of the inner index, so
/// its bits depend on its row, its column and what it is added to; on processors that can't fuse, they are others.
func multiply(
  _ left: Factor, _ right: Panels, into result: Matrix, adding: Bool = false,
  instructions: ss_instruction_set = fastestInstructions
) {
  let (rows, inner) = left.extent
  precondition(
    inner == right.inner && rows == result.rows && right.columns == result.columns,
    "the extents of a product must agree")
  guard rows > 0, result.columns > 0 else { return }
  var operands = ss_product_operands(
    rows: rows, columns: result.columns, inner: inner, left: left.matrix.base, left_stride: left.matrix.stride,
    is_transposed: left.isTransposed, panels: right.base, result: result.base, result_stride: result.stride,
    adding: adding)
  ss_multiply_panels(instructions, &operands)
}

/// The same for a right factor that is used once, and packed into `panels` for that.
func multiply(
  _ left: Factor, _ right: Factor, packedInto panels: Panels, into result: Matrix, adding: Bool = false
) {
  panels.pack(right)
  multiply(left, panels, into: result, adding: adding)
}
