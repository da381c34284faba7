import Model
@testable import Networks

/// Outputs and gradients of the convolution over characters.
func compareCharacterCNN(_ oracle: Oracle) throws -> [OracleComparison] {
  struct Config: Decodable {
    let activation: String
    let chars, embedding, filters, width: Int
  }
  let config = try oracle.config(Config.self)
  guard let activation = Activation(rawValue: config.activation) else {
    throw OracleError("\(oracle.name) is of an activation that is not known: \(config.activation)")
  }
  let layer = CharacterCNN(
    NetworkShape.Characters(
      embedding: .init(count: config.chars, dimension: config.embedding), filters: config.filters,
      width: config.width, activation: activation))
  let lengths = try oracle.integers("lengths")
  let stride = try oracle.shape("ids")[1]
  let padded = try oracle.integers("ids")
  let ids = lengths.enumerated().flatMap { word, length in padded[(word * stride)..<(word * stride + length)] }
  let starts = lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
  let table = try oracle.floats("param.embedding", shape: [config.chars, config.embedding])
  let vectors = FloatBuffer(ids.flatMap { table[($0 * config.embedding)..<(($0 + 1) * config.embedding)] })
  let weight = FloatBuffer(
    try oracle.floats("param.weight", shape: [config.filters, config.embedding, config.width]))
  let bias = FloatBuffer(try oracle.floats("param.bias", shape: [config.filters]))
  let outputs = FloatBuffer()
  layer.load(weight: weight.base, bias: bias.base)
  let features = outputs.matrix(rows: lengths.count, columns: config.filters)
  layer.forward(
    Matrix(vectors.base, rows: ids.count, columns: config.embedding), starts: starts, outputs: features)

  let outputGradients = FloatBuffer(try oracle.floats("grad_out", shape: [lengths.count, config.filters]))
  let vectorGradients = FloatBuffer(zeros: ids.count * config.embedding)
  let weightGradients = FloatBuffer(zeros: weight.capacity)
  let biasGradients = FloatBuffer(zeros: bias.capacity)
  layer.backward(
    starts: starts,
    outputGradients: Matrix(outputGradients.base, rows: lengths.count, columns: config.filters),
    vectorGradients: Matrix(vectorGradients.base, rows: ids.count, columns: config.embedding),
    weight: weightGradients.base, bias: biasGradients.base)
  var tableGradients = [Float](repeating: 0, count: table.count)
  for (row, id) in ids.enumerated() {
    for column in 0..<config.embedding {
      tableGradients[id * config.embedding + column] += vectorGradients.base[row * config.embedding + column]
    }
  }
  let found: KeyValuePairs = [
    "out": features.values, "grad.weight": weightGradients.values(weight.capacity),
    "grad.bias": biasGradients.values(bias.capacity), "grad.embedding": tableGradients,
  ]
  withExtendedLifetime((vectors, outputs, outputGradients)) {}
  return try found.map { OracleComparison(tensor: $0.key, found: $0.value, expected: try oracle.floats($0.key)) }
}
