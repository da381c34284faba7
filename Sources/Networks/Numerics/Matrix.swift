internal import COpenBLAS

/// A view of floats as rows that lie `stride` apart; it owns nothing.
struct Matrix {
  let base: FloatPointer
  let rows: Int
  let columns: Int
  let stride: Int

  init(_ base: FloatPointer, rows: Int, columns: Int, stride: Int? = nil) {
    self.base = base
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
  }

  /// The address of a row.
  func row(_ index: Int) -> FloatPointer { base + index * stride }

  /// The rows `range`.
  func rows(_ range: Range<Int>) -> Matrix {
    Matrix(row(range.lowerBound), rows: range.count, columns: columns, stride: stride)
  }

  /// The columns `range` of all rows.
  func columns(_ range: Range<Int>) -> Matrix {
    Matrix(base + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }

  /// Sets all elements to zero.
  func clear() {
    for index in 0..<rows { row(index).clear(columns) }
  }
}

/// A factor of a product: a matrix as it is, or its transpose.
enum Factor {
  case plain(Matrix)
  case transposed(Matrix)

  fileprivate var matrix: Matrix {
    switch self {
    case .plain(let matrix), .transposed(let matrix): matrix
    }
  }

  /// Rows and columns of the factor.
  fileprivate var extent: (rows: Int, columns: Int) {
    switch self {
    case .plain(let matrix): (matrix.rows, matrix.columns)
    case .transposed(let matrix): (matrix.columns, matrix.rows)
    }
  }

  fileprivate var operation: CBLAS_TRANSPOSE {
    switch self {
    case .plain: CblasNoTrans
    case .transposed: CblasTrans
    }
  }
}

/// Puts the product of `left` and `right` into `result`, or adds it to what is there.
///
/// Determinism: single-threaded; the bits depend on the extents and on the processor that OpenBLAS recognises.
func multiply(_ left: Factor, _ right: Factor, into result: Matrix, adding: Bool = false) {
  let (rows, inner) = left.extent
  precondition(
    inner == right.extent.rows && rows == result.rows && right.extent.columns == result.columns,
    "the extents of a product must agree")
  guard rows > 0, result.columns > 0 else { return }
  _ = openBLASIsSingleThreaded
  cblas_sgemm(
    CblasRowMajor, left.operation, right.operation, Int32(rows), Int32(result.columns), Int32(inner), 1,
    left.matrix.base, Int32(left.matrix.stride), right.matrix.base, Int32(right.matrix.stride), adding ? 1 : 0,
    result.base, Int32(result.stride))
}

/// Set once and for all before the first product: with more threads OpenBLAS gives other bits.
private let openBLASIsSingleThreaded: Bool = {
  openblas_set_num_threads(1)
  return true
}()
