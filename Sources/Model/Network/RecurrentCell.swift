/// A recurrent cell: how the state at a token follows from its input and the neighbouring state.
package enum RecurrentCell: String, KeyNamed {
  /// Long short-term memory; gates in the order input, forget, candidate, output, as in `torch.nn.LSTM`.
  case lstm

  /// Gated recurrent units; gates in the order reset, update, candidate, as in `torch.nn.GRU`.
  case gru

  /// The number of gates: the rows of a tensor are this many blocks of H rows, one below the other.
  package var gates: Int {
    switch self {
    case .lstm: 4
    case .gru: 3
    }
  }

  /// The numbers that training keeps of a unit at a token, with what buffers grow by and copies take.
  ///
  /// An LSTM has 9: four gates, the state and its hyperbolic tangent, the output, its gradient and the output before. A
  /// GRU has as many: three gates, three products with the output before, the output, its gradient and the output
  /// before. Processes that trained LSTMs took 24 for these 9.
  package var keptNumbersPerUnit: Int {
    switch self {
    case .lstm, .gru: 24
    }
  }

  /// The module of `torch.nn` that loads the cell's tensors.
  package var torchModule: String {
    switch self {
    case .lstm: "LSTM"
    case .gru: "GRU"
    }
  }

  /// The cell whose recurrent weights are a matrix of `rows` × `columns`, if there is one.
  package init?(recurrentRows rows: Int, columns: Int) {
    guard let cell = Self.allCases.first(where: { $0.gates * columns == rows && columns > 0 }) else { return nil }
    self = cell
  }

  /// The cell and the hidden units whose recurrent weights have `count` scalars, if there are any.
  ///
  /// At most one cell fits, since the ratio of two numbers of gates is not the square of a fraction.
  package static func recurrent(count: Int) -> (cell: RecurrentCell, hidden: Int)? {
    for cell in allCases where count > 0 && count.isMultiple(of: cell.gates) {
      let hidden = Int(Double(count / cell.gates).squareRoot())
      if cell.gates * hidden * hidden == count { return (cell, hidden) }
    }
    return nil
  }
}
