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

  var matrix: Matrix {
    switch self {
    case .plain(let matrix), .transposed(let matrix): matrix
    }
  }

  /// Rows and columns of the factor.
  var extent: (rows: Int, columns: Int) {
    switch self {
    case .plain(let matrix): (matrix.rows, matrix.columns)
    case .transposed(let matrix): (matrix.columns, matrix.rows)
    }
  }

  var isTransposed: Bool {
    switch self {
    case .plain: false
    case .transposed: true
    }
  }
}
