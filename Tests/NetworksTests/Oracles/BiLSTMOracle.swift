import Model
@testable import Networks

/// Outputs and gradients of a bidirectional LSTM of any number of layers.
func compareBiLSTM(_ oracle: Oracle) throws -> [OracleComparison] {
  try compareRecurrent(oracle, gates: 4, Direction.allCases) { inputs, hidden in
    RecurrentLayer<LSTMPass>(Direction.allCases, inputs: inputs, hidden: hidden)
  }
}
