/// A recurrent cell: how the state at a token follows from its input and the neighbouring state.
package enum RecurrentCell: String, KeyNamed {
  /// Long short-term memory; gates in the order input, forget, candidate, output, as in `torch.nn.LSTM`.
  case lstm

  /// The number of gates: the rows of a tensor are this many blocks of H rows, one below the other.
  package var gates: Int {
    switch self {
    case .lstm: 4
    }
  }

  /// The numbers that training keeps of a unit at a token: gates, states, outputs and their gradients.
  package var keptNumbersPerUnit: Int {
    switch self {
    case .lstm: 24
    }
  }

  /// The module of `torch.nn` that loads the cell's tensors.
  package var torchModule: String {
    switch self {
    case .lstm: "LSTM"
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
