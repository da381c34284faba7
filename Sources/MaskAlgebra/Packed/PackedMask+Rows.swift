extension PackedMask {
  /// How many scalars each row and each column keeps, the mask being that of a matrix with `columns` columns.
  ///
  /// Requires: the rows are full, and there is no scalar without a column.
  package func keptCounts(columns: Int) -> (rows: [Int], columns: [Int]) {
    precondition(columns > 0 ? count.isMultiple(of: columns) : count == 0, "the rows of a matrix are full")
    guard columns > 0 else { return ([], []) }
    var inRows = [Int](repeating: 0, count: count / columns)
    var inColumns = [Int](repeating: 0, count: columns)
    for (index, word) in words.enumerated() {
      var bits = word
      while bits != 0 {
        let (row, column) = (index << 6 + bits.trailingZeroBitCount).quotientAndRemainder(dividingBy: columns)
        inRows[row] += 1
        inColumns[column] += 1
        bits &= bits - 1
      }
    }
    return (inRows, inColumns)
  }

  /// The fraction kept of each block, where the matrix of `columns` columns is cut into at most `height` times `width`
  /// blocks that are as equal as they can be; row by row.
  package func keptFractions(columns: Int, height: Int, width: Int) -> [[Double]] {
    guard columns > 0, count > 0, height > 0, width > 0 else { return [] }
    let rows = count / columns
    let (down, across) = (min(height, rows), min(width, columns))
    var kept = [[Int]](repeating: [Int](repeating: 0, count: across), count: down)
    for index in keptIndices {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      kept[row * down / rows][column * across / columns] += 1
    }
    // Row r lies in block r · down / rows, so block b begins with the first row for which that is b.
    func extent(_ block: Int, _ blocks: Int, _ size: Int) -> Int {
      ((block + 1) * size + blocks - 1) / blocks - (block * size + blocks - 1) / blocks
    }
    return kept.enumerated().map { vertical, line in
      line.enumerated().map { horizontal, count in
        Double(count) / Double(extent(vertical, down, rows) * extent(horizontal, across, columns))
      }
    }
  }
}
