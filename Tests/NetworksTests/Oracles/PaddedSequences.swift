@testable import Networks

/// A tensor of padded sequences, B × L × D, and the same without padding in packed order.
struct PaddedSequences {
  let packing: Packing
  let buffer: FloatBuffer
  let matrix: Matrix
  private let longest: Int

  /// For each token where it stands in the padded tensor.
  private let places: [Int]

  init(_ oracle: Oracle, _ name: String) throws {
    let lengths = try oracle.integers("lengths")
    let shape = try oracle.shape(name)
    guard shape.count == 3, shape[0] == lengths.count, lengths.allSatisfy({ (0...shape[1]).contains($0) }) else {
      throw OracleError("\(name) of \(oracle.name) is of shape \(shape), which its lengths \(lengths) do not fit")
    }
    let values = try oracle.floats(name)
    let packing = Packing(lengths: lengths)
    let places = lengths.enumerated().flatMap { sentence, length in (0..<length).map { sentence * shape[1] + $0 } }
    let buffer = FloatBuffer(zeros: packing.rowCount * shape[2])
    let matrix = Matrix(buffer.base, rows: packing.rowCount, columns: shape[2])
    for (token, row) in packing.rowOfToken.enumerated() {
      for column in 0..<shape[2] { matrix.row(row)[column] = values[places[token] * shape[2] + column] }
    }
    (self.packing, self.buffer, self.matrix, self.places, longest) = (packing, buffer, matrix, places, shape[1])
  }

  /// A value for each packed row, given the one for each place of the padded tensor.
  func packed<Value>(_ value: (Int) -> Value) -> [Value] {
    let rows = packing.rowOfToken.enumerated().sorted { $0.element < $1.element }
    return rows.map { value(places[$0.offset]) }
  }

  /// Packed rows as a padded tensor, zeros where no token is.
  func padded(_ matrix: Matrix) -> [Float] {
    var result = [Float](repeating: 0, count: packing.sentenceCount * longest * matrix.columns)
    for (token, row) in packing.rowOfToken.enumerated() {
      for column in 0..<matrix.columns { result[places[token] * matrix.columns + column] = matrix.row(row)[column] }
    }
    return result
  }
}
