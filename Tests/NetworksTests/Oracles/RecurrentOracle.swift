import Model
@testable import Networks

/// Outputs and gradients of the layers of an encoder of this kind, one above the other.
func compareRecurrent(_ oracle: Oracle, _ kind: EncoderKind) throws -> [OracleComparison] {
  struct Config: Decodable { let layers, hidden, input: Int }
  let config = try oracle.config(Config.self)
  let x = try PaddedSequences(oracle, "x")
  let encoder = Encoder(kind, layers: config.layers, hidden: config.hidden)
  let parameters = try RecurrentBuffers(oracle, encoder, inputs: config.input)
  let gradients = try RecurrentBuffers(oracle, encoder, inputs: config.input)
  let layers = (1...config.layers).map { layer in
    encoder.layer(inputs: encoder.inputWidth(of: layer, inputs: config.input), team: Team())
  }
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
  private let layers: [[(name: String, buffer: FloatBuffer)]]

  /// The parameters that the file has, which must be those of this encoder over rows of `inputs` numbers.
  init(_ oracle: Oracle, _ encoder: Encoder, inputs: Int) throws {
    let slots = encoder.slots(inputs: inputs)
    layers = try (1...encoder.layers).map { layer in
      try slots.filter { $0.name.region.layer == layer }.map { slot in
        let name = String(slot.name.text.dropFirst("encoder.".count))
        return (name, FloatBuffer(try oracle.floats("param.\(name)", shape: slot.shape)))
      }
    }
  }

  func values(_ name: String) -> [Float] {
    layers.joined().first { $0.name == name }.map { $0.buffer.values($0.buffer.capacity) } ?? []
  }

  func tensors(_ layer: Int) -> [LayerTensor] { layers[layer].map { LayerTensor(base: $0.buffer.base) } }

  func places(_ layer: Int) -> [FloatPointer?] { layers[layer].map(\.buffer.base) }
}
