import Testing

@testable import Networks

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct CrossEntropyTests {
  /// Scores far beyond what exponentials of single precision stand, against double precision.
  @Test(arguments: [1, 80, 89, 1e4, 1e30, 1.5e38] as [Float])
  func lossesAndGradientsAreThoseOfDoublePrecision(size: Float) {
    let rows: [[Float]] = [
      [size, -size, 0], [-size, -size, -size], [size, size, size], [0, size, size / 2], [-size, 0, size / 3],
    ]
    for tag in 0..<3 {
      let buffer = FloatBuffer(rows.flatMap { $0 })
      let scores = Matrix(buffer.base, rows: rows.count, columns: 3)
      let loss = CrossEntropy.loss(replacingByGradients: scores, tags: rows.map { _ in Int32(tag) })
      var expected = 0.0
      for (index, row) in rows.enumerated() {
        let row = row.map(Double.init)
        let highest = row.max() ?? 0
        let sum = row.reduce(0) { $0 + exp($1 - highest) }
        expected += (highest - row[tag] + log(sum)) / Double(rows.count)
        for column in 0..<3 {
          let gradient = (exp(row[column] - highest) / sum - (column == tag ? 1 : 0)) / Double(rows.count)
          #expect(abs(Double(scores.row(index)[column]) - gradient) <= 1e-6, "row \(index), column \(column)")
        }
      }
      #expect(loss.isFinite)
      #expect(abs(loss - expected) <= 1e-6 * max(1, expected))
    }
  }
}
