import Testing

@testable import Networks

/// Single layers against the values of an independent implementation.
@Suite(.enabled(if: OracleFiles.exist, OracleFiles.comment))
struct OracleLayerTests {
  static let kinds = [
    "bilstm", "charcnn", "crf", "cross_entropy", "cross_stitch", "global_magnitude_prune", "masked_training",
  ]

  /// No file is passed over in silence.
  @Test(arguments: OracleFiles.all)
  func everyFileIsKnown(oracle: Oracle) { #expect(Self.kinds.contains(oracle.kind)) }

  @Test(arguments: OracleFiles.about("bilstm"))
  func biLSTM(oracle: Oracle) throws {
    struct Config: Decodable { let layers, hidden, input: Int }
    let config = try oracle.config(Config.self)
    let x = try PaddedSequences(oracle, "x")
    let parameters = try LSTMBuffers(oracle, "param.")
    let gradients = try LSTMBuffers(oracle, "param.")
    let layers = (0..<config.layers).map {
      BiLSTMLayer(inputs: $0 == 0 ? config.input : 2 * config.hidden, hidden: config.hidden)
    }
    var inputs = [Matrix]()
    var current = x.matrix
    for (index, layer) in layers.enumerated() {
      inputs.append(current)
      current = layer.forward(current, x.packing, parameters.weights(index))
    }
    expectClose(x.padded(current), try oracle.floats("out"), "out")

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
    expectClose(x.padded(received), try oracle.floats("grad.x"), "grad.x")
    for name in oracle.names(behind: "param.") {
      expectClose(gradients.values(name), try oracle.floats("grad.\(name)"), "grad.\(name)")
    }
    withExtendedLifetime((x, outputGradients, kept)) {}
  }

  @Test(arguments: OracleFiles.about("charcnn"))
  func characterCNN(oracle: Oracle) throws {
    struct Config: Decodable {
      let activation: String
      let chars, embedding, filters, width: Int
    }
    let config = try oracle.config(Config.self)
    let activation = try #require(NetworkShape.Activation(rawValue: config.activation))
    let layer = CharacterCNN(
      NetworkShape.Characters(
        embedding: .init(count: config.chars, dimension: config.embedding), filters: config.filters,
        width: config.width, activation: activation))
    let lengths = try oracle.integers("lengths")
    let stride = try oracle.shape("ids")[1]
    let padded = try oracle.integers("ids")
    let ids = lengths.enumerated().flatMap { word, length in padded[(word * stride)..<(word * stride + length)] }
    let starts = lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    let table = try oracle.floats("param.embedding")
    let vectors = FloatBuffer(ids.flatMap { table[($0 * config.embedding)..<(($0 + 1) * config.embedding)] })
    let (weight, bias) = (FloatBuffer(try oracle.floats("param.weight")), FloatBuffer(try oracle.floats("param.bias")))
    let outputs = FloatBuffer()
    layer.load(weight: weight.base, bias: bias.base)
    let features = outputs.matrix(rows: lengths.count, columns: config.filters)
    layer.forward(
      Matrix(vectors.base, rows: ids.count, columns: config.embedding), starts: starts, outputs: features)
    expectClose(features.values, try oracle.floats("out"), "out")

    let outputGradients = FloatBuffer(try oracle.floats("grad_out"))
    let vectorGradients = FloatBuffer(zeros: ids.count * config.embedding)
    let weightGradients = FloatBuffer(zeros: weight.capacity)
    let biasGradients = FloatBuffer(zeros: bias.capacity)
    layer.backward(
      starts: starts,
      outputGradients: Matrix(outputGradients.base, rows: lengths.count, columns: config.filters),
      vectorGradients: Matrix(vectorGradients.base, rows: ids.count, columns: config.embedding),
      weight: weightGradients.base, bias: biasGradients.base)
    expectClose(weightGradients.values(weight.capacity), try oracle.floats("grad.weight"), "grad.weight")
    expectClose(biasGradients.values(bias.capacity), try oracle.floats("grad.bias"), "grad.bias")
    var tableGradients = [Float](repeating: 0, count: table.count)
    for (row, id) in ids.enumerated() {
      for column in 0..<config.embedding {
        tableGradients[id * config.embedding + column] += vectorGradients.base[row * config.embedding + column]
      }
    }
    expectClose(tableGradients, try oracle.floats("grad.embedding"), "grad.embedding")
    withExtendedLifetime((vectors, outputs)) {}
  }

  @Test(arguments: OracleFiles.about("cross_stitch"))
  func crossStitch(oracle: Oracle) throws {
    let shape = try oracle.shape("x")
    let (towers, size) = (shape[0], shape[1] * shape[2])
    func matrices(_ buffer: FloatBuffer) -> [Matrix] {
      (0..<towers).map { Matrix(buffer.base + $0 * size, rows: shape[1], columns: shape[2]) }
    }
    let (x, alpha) = (FloatBuffer(try oracle.floats("x")), FloatBuffer(try oracle.floats("param.alpha")))
    let (mixed, mixedGradients) = (FloatBuffer(zeros: towers * size), FloatBuffer(try oracle.floats("grad_out")))
    let (gradients, alphaGradients) = (FloatBuffer(zeros: towers * size), FloatBuffer(zeros: towers * towers))
    for tower in 0..<towers {
      CrossStitch.forward(tower: tower, alpha: alpha.base, matrices(x), mixed: matrices(mixed)[tower])
      CrossStitch.backward(
        tower: tower, alpha: alpha.base, matrices(x), mixedGradients: matrices(mixedGradients)[tower],
        gradients: matrices(gradients), alphaGradients: alphaGradients.base)
    }
    expectClose(mixed.values(towers * size), try oracle.floats("out"), "out")
    expectClose(gradients.values(towers * size), try oracle.floats("grad.x"), "grad.x")
    expectClose(alphaGradients.values(towers * towers), try oracle.floats("grad.alpha"), "grad.alpha")
  }

  @Test(arguments: OracleFiles.about("cross_entropy"))
  func crossEntropy(oracle: Oracle) throws {
    let logits = try PaddedSequences(oracle, "logits")
    let tags = try oracle.integers("tags")
    let loss = CrossEntropy.loss(
      replacingByGradients: logits.matrix, tags: logits.packed { tags[$0].asInt32 })
    expectClose([Float(loss)], try oracle.floats("loss"), relative: 1e-5, "loss")
    expectClose(logits.padded(logits.matrix), try oracle.floats("grad.logits"), "grad.logits")
  }

  @Test(arguments: OracleFiles.about("crf"))
  func conditionalRandomField(oracle: Oracle) throws {
    struct Config: Decodable { let tags: Int }
    let tagCount = try oracle.config(Config.self).tags
    func tensors(_ prefix: String) throws -> ([FloatBuffer], ConditionalRandomField.Tensors) {
      let buffers = try ["transitions", "start", "end"].map { FloatBuffer(try oracle.floats("\(prefix).\($0)")) }
      return (
        buffers, .init(transitions: buffers[0].base, start: buffers[1].base, end: buffers[2].base)
      )
    }
    let (parameterBuffers, parameters) = try tensors("param")
    let (gradientBuffers, gradients) = try tensors("param")
    for buffer in gradientBuffers { buffer.base.clear(buffer.capacity) }
    let field = ConditionalRandomField(tagCount: tagCount, tensors: parameters)
    let lengths = try oracle.integers("lengths")
    let (tags, viterbi) = (try oracle.integers("tags"), try oracle.integers("viterbi"))
    let longest = try oracle.shape("tags")[1]
    let all = try oracle.floats("emissions")
    var losses: [Float] = []
    var emissionGradients = [Float](repeating: 0, count: all.count)
    for (sentence, length) in lengths.enumerated() {
      let start = sentence * longest
      let buffer = FloatBuffer(all[(start * tagCount)..<((start + length) * tagCount)])
      let emissions = Matrix(buffer.base, rows: length, columns: tagCount)
      #expect(field.bestTags(emissions).map(Int.init) == Array(viterbi[start..<(start + length)]))
      let loss = field.loss(
        replacingByGradients: emissions, tags: tags[start..<(start + length)].map(\.asInt32)[...], scale: 1,
        gradients: gradients, .init())
      losses.append(Float(loss))
      emissionGradients.replaceSubrange((start * tagCount)..<((start + length) * tagCount), with: emissions.values)
    }
    expectClose(losses, try oracle.floats("nll"), relative: 1e-5, "nll")
    expectClose(emissionGradients, try oracle.floats("grad.emissions"), "grad.emissions")
    for (buffer, name) in zip(gradientBuffers, ["transitions", "start", "end"]) {
      expectClose(buffer.values(buffer.capacity), try oracle.floats("grad.\(name)"), "grad.\(name)")
    }
    withExtendedLifetime(parameterBuffers) {}
  }
}

extension Int {
  fileprivate var asInt32: Int32 { Int32(self) }
}

/// A tensor of padded sequences, B × L × D, and the same without padding in packed order.
private struct PaddedSequences {
  let packing: Packing
  let buffer: FloatBuffer
  let matrix: Matrix
  private let longest: Int

  /// For each token where it stands in the padded tensor.
  private let places: [Int]

  init(_ oracle: Oracle, _ name: String) throws {
    let lengths = try oracle.integers("lengths")
    let shape = try oracle.shape(name)
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

/// The tensors of all layers of a BiLSTM, each in a buffer of its own.
private struct LSTMBuffers {
  private var buffers: [String: FloatBuffer] = [:]

  init(_ oracle: Oracle, _ prefix: String) throws {
    for name in oracle.names(behind: prefix) { buffers[name] = FloatBuffer(try oracle.floats(prefix + name)) }
  }

  func values(_ name: String) -> [Float] { buffers[name].map { $0.values($0.capacity) } ?? [] }

  private func address(_ part: String, _ layer: Int, _ direction: LSTMDirection) -> FloatPointer {
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
