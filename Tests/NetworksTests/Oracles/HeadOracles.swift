@testable import Networks

/// The loss of a linear head and its gradients.
func compareCrossEntropy(_ oracle: Oracle) throws -> [OracleComparison] {
  struct Config: Decodable { let tags: Int }
  let logits = try PaddedSequences(oracle, "logits")
  try oracle.require("logits", Array(oracle.shape("logits").prefix(2)) + [oracle.config(Config.self).tags])
  let tags = try oracle.integers("tags")
  let loss = CrossEntropy.loss(replacingByGradients: logits.matrix, tags: logits.packed { Int32(tags[$0]) })
  return [
    OracleComparison(tensor: "loss", found: [Float(loss)], expected: try oracle.floats("loss")),
    OracleComparison(
      tensor: "grad.logits", found: logits.padded(logits.matrix), expected: try oracle.floats("grad.logits")),
  ]
}

/// The losses of sentences under a CRF, the gradients of their sum, and the best taggings.
func compareConditionalRandomField(_ oracle: Oracle) throws -> [OracleComparison] {
  struct Config: Decodable { let tags: Int }
  let tagCount = try oracle.config(Config.self).tags
  let parameters = try FieldBuffers(oracle, tagCount)
  let gradients = try FieldBuffers(oracle, tagCount)
  gradients.clear()
  let field = ConditionalRandomField(tagCount: tagCount, tensors: parameters.tensors)
  let lengths = try oracle.integers("lengths")
  let tags = try oracle.integers("tags")
  let longest = try oracle.shape("tags")[1]
  let all = try oracle.floats("emissions", shape: [lengths.count, longest, tagCount])
  var losses: [Float] = []
  let expectedViterbi = try oracle.integers("viterbi").map(Float.init)
  // Where no token is, there is nothing to compare.
  var viterbi = expectedViterbi
  var emissionGradients = [Float](repeating: 0, count: all.count)
  for (sentence, length) in lengths.enumerated() {
    let places = (sentence * longest)..<(sentence * longest + length)
    let scalars = (places.lowerBound * tagCount)..<(places.upperBound * tagCount)
    let buffer = FloatBuffer(all[scalars])
    let emissions = Matrix(buffer.base, rows: length, columns: tagCount)
    viterbi.replaceSubrange(places, with: field.bestTags(emissions).map(Float.init))
    let loss = field.loss(
      replacingByGradients: emissions, tags: tags[places].map(Int32.init)[...], scale: 1,
      gradients: gradients.tensors, .init())
    losses.append(Float(loss))
    emissionGradients.replaceSubrange(scalars, with: emissions.values)
  }
  var result = [
    OracleComparison(tensor: "nll", found: losses, expected: try oracle.floats("nll")),
    OracleComparison(
      tensor: "viterbi", found: viterbi, expected: expectedViterbi, relative: 0),
    OracleComparison(
      tensor: "grad.emissions", found: emissionGradients, expected: try oracle.floats("grad.emissions")),
  ]
  for (name, buffer) in zip(FieldBuffers.names, gradients.buffers) {
    result.append(
      OracleComparison(
        tensor: "grad.\(name)", found: buffer.values(buffer.capacity), expected: try oracle.floats("grad.\(name)")))
  }
  withExtendedLifetime(parameters) {}
  // Losses and probabilities are what is left of scores of some tens.
  for index in result.indices { result[index].smallest = 1e-2 }
  return result
}

/// The tensors of a CRF.
private struct FieldBuffers {
  static let names = ["transitions", "start", "end"]
  let buffers: [FloatBuffer]

  init(_ oracle: Oracle, _ tagCount: Int) throws {
    let shapes = [[tagCount, tagCount], [tagCount], [tagCount]]
    buffers = try zip(Self.names, shapes).map { FloatBuffer(try oracle.floats("param.\($0)", shape: $1)) }
  }

  var tensors: ConditionalRandomField.Tensors {
    .init(transitions: buffers[0].base, start: buffers[1].base, end: buffers[2].base)
  }

  func clear() { for buffer in buffers { buffer.base.clear(buffer.capacity) } }
}
