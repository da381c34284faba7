import Model
@testable import Networks

/// Outputs and gradients of recurrent layers that `make` makes, given their inputs and hidden units, one above the other.
func compareRecurrent(
  _ oracle: Oracle, gates: Int, _ directions: [Direction], _ make: (Int, Int) -> any SequenceLayer
) throws -> [OracleComparison] {
  struct Config: Decodable { let layers, hidden, input: Int }
  let config = try oracle.config(Config.self)
  let x = try PaddedSequences(oracle, "x")
  let widths = (0..<config.layers).map { $0 == 0 ? config.input : directions.count * config.hidden }
  func buffers() throws -> RecurrentBuffers {
    try RecurrentBuffers(oracle, gates: gates, directions, widths: widths, hidden: config.hidden)
  }
  let (parameters, gradients) = (try buffers(), try buffers())
  let layers = widths.map { make($0, config.hidden) }
  var inputs = [Matrix]()
  var current = x.matrix
  for (index, layer) in layers.enumerated() {
    inputs.append(current)
    current = layer.forward(current, x.packing, parameters.tensors(index))
  }
  var result = [OracleComparison(tensor: "out", found: x.padded(current), expected: try oracle.floats("out"))]

  let outputGradients = try PaddedSequences(oracle, "grad_out")
  var received = outputGradients.matrix
  var kept: [FloatBuffer] = []
  for (index, layer) in layers.enumerated().reversed() {
    let buffer = FloatBuffer()
    let inputGradients = buffer.matrix(rows: received.rows, columns: inputs[index].columns)
    layer.backward(
      inputs[index], x.packing, parameters.tensors(index), outputGradients: received,
      inputGradients: inputGradients, adding: false, gradients: gradients.places(index))
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

/// The tensors of all layers of a recurrent encoder, each in a buffer of its own.
private struct RecurrentBuffers {
  /// By layer, in the order of the layout, under PyTorch's names.
  private var layers: [[(name: String, buffer: FloatBuffer)]] = []

  /// The parameters that the file has, which must be those of layers of these sizes.
  init(_ oracle: Oracle, gates: Int, _ directions: [Direction], widths: [Int], hidden: Int) throws {
    for (layer, width) in widths.enumerated() {
      let shapes = [
        ("weight_ih", [gates * hidden, width]), ("weight_hh", [gates * hidden, hidden]),
        ("bias_ih", [gates * hidden]), ("bias_hh", [gates * hidden]),
      ]
      layers.append(
        try directions.flatMap { direction in
          try shapes.map { part, shape in
            let name = "\(part)_l\(layer)\(direction.suffix)"
            return (name, FloatBuffer(try oracle.floats("param.\(name)", shape: shape)))
          }
        })
    }
  }

  func values(_ name: String) -> [Float] {
    layers.joined().first { $0.name == name }.map { $0.buffer.values($0.buffer.capacity) } ?? []
  }

  func tensors(_ layer: Int) -> [LayerTensor] { layers[layer].map { LayerTensor(base: $0.buffer.base) } }

  func places(_ layer: Int) -> [FloatPointer?] { layers[layer].map(\.buffer.base) }
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
