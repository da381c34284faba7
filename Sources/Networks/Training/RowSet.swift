/// Some rows of a table, each once and in order; it is filled again and again in the memory that it has.
struct RowSet {
  /// The rows, ascending.
  private(set) var rows: [Int] = []

  /// A bit for each row of the table, all of them clear between two fillings.
  private var bits: [UInt64]

  init(rowCount: Int) { bits = [UInt64](repeating: 0, count: (rowCount + 63) / 64) }

  /// Becomes the set of these rows, which are in any order and may be repeated.
  mutating func take(_ numbers: [Int32]) {
    for row in numbers { bits[Int(row) / 64] |= 1 << UInt64(row % 64) }
    rows.removeAll(keepingCapacity: true)
    for place in bits.indices where bits[place] != 0 {
      var word = bits[place]
      while word != 0 {
        rows.append(64 * place + word.trailingZeroBitCount)
        word &= word - 1
      }
      bits[place] = 0
    }
  }
}
