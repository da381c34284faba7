import Model
@testable import Networks

/// Outputs and gradients of a BiLSTM of any number of layers.
func compareBiLSTM(_ oracle: Oracle) throws -> [OracleComparison] {
  struct Config: Decodable { let layers, hidden, input: Int }
  let config = try oracle.config(Config.self)
  let x = try PaddedSequences(oracle, "x")
  let parameters = try LSTMBuffers(oracle, config.layers, config.hidden, config.input)
  let gradients = try LSTMBuffers(oracle, config.layers, config.hidden, config.input)
  let layers = (0..<config.layers).map {
    BiLSTMLayer(inputs: $0 == 0 ? config.input : 2 * config.hidden, hidden: config.hidden)
  }
  var inputs = [Matrix]()
  var current = x.matrix
  for (index, layer) in layers.enumerated() {
    inputs.append(current)
    current = layer.forward(current, x.packing, parameters.weights(index))
  }
  var result = [OracleComparison(tensor: "out", found: x.padded(current), expected: try oracle.floats("out"))]

  let outputGradients = try PaddedSequences(oracle, "grad_out")
  var received = outputGradients.matrix
  var kept: [FloatBuffer] = []
  for (index, layer) in layers.enumerated().reversed() {
    let buffer = FloatBuffer()
    let inputGradients = buffer.matrix(rows: received.rows, columns: inputs[index].columns)
    layer.backward(
      inputs[index], x.packing, parameters.weights(index), outputGradients: received,
      inputGradients: inputGradients, adding: false, gradients: gradients.gradients(index))
    received = inputGradients
    kept.append(buffer)
  }
  result.append(
    OracleComparison(tensor: "grad.x", found: x.padded(received), expected: try oracle.floats("grad.x")))
  for name in oracle.names(behind: "param.") {
    result.append(
      OracleComparison(
        tensor: "grad.\(name)", found: gradients.values(name), expected: try oracle.floats("grad.\(name)")))
  }
  withExtendedLifetime((x, outputGradients, kept, parameters)) {}
  return result
}

/// The tensors of all layers of a BiLSTM, each in a buffer of its own.
private struct LSTMBuffers {
  private var buffers: [String: FloatBuffer] = [:]

  /// The parameters that the file has, which must be those of this many layers of these sizes.
  init(_ oracle: Oracle, _ layers: Int, _ hidden: Int, _ input: Int) throws {
    for layer in 0..<layers {
      for direction in [Direction.forward, .backward] {
        let shapes = [
          ("weight_ih", [4 * hidden, layer == 0 ? input : 2 * hidden]), ("weight_hh", [4 * hidden, hidden]),
          ("bias_ih", [4 * hidden]), ("bias_hh", [4 * hidden]),
        ]
        for (part, shape) in shapes {
          let name = "\(part)_l\(layer)\(direction.suffix)"
          buffers[name] = FloatBuffer(try oracle.floats("param.\(name)", shape: shape))
        }
      }
    }
  }

  func values(_ name: String) -> [Float] { buffers[name].map { $0.values($0.capacity) } ?? [] }

  private func address(_ part: String, _ layer: Int, _ direction: Direction) -> FloatPointer {
    guard let buffer = buffers["\(part)_l\(layer)\(direction.suffix)"] else { preconditionFailure("no \(part)") }
    return buffer.base
  }

  func weights(_ layer: Int) -> BothDirections<LSTMWeights> {
    BothDirections { direction in
      LSTMWeights(
        input: address("weight_ih", layer, direction), recurrent: address("weight_hh", layer, direction),
        inputBias: address("bias_ih", layer, direction), recurrentBias: address("bias_hh", layer, direction))
    }
  }

  func gradients(_ layer: Int) -> BothDirections<LSTMGradients> {
    BothDirections { direction in
      LSTMGradients(
        input: address("weight_ih", layer, direction), recurrent: address("weight_hh", layer, direction),
        inputBias: address("bias_ih", layer, direction), recurrentBias: address("bias_hh", layer, direction))
    }
  }
}

extension Direction {
  /// What PyTorch's names of the direction's tensors end in.
  fileprivate var suffix: String {
    switch self {
    case .forward: ""
    case .backward: "_reverse"
    }
  }
}
