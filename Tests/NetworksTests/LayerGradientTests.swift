import Model
import Randomness
import Testing

@testable import Networks

/// The gradients of each layer alone, every scalar of inputs and parameters, against differences of what it computes.
@Suite struct LayerGradientTests {
  private static func random(_ count: Int, _ name: String) -> [Float] {
    var stream = RandomStream(seed: 12).derived(name)
    return (0..<count).map { _ in 2 * stream.nextFloat() - 1 }
  }

  /// Layers of each kind of encoder, one above the other.
  @Test(arguments: EncoderKind.allCases, [1, 2])
  func recurrentLayers(kind: EncoderKind, layerCount: Int) {
    let inputs = 3
    let encoder = Encoder(kind, layers: layerCount, hidden: 5)
    let width = encoder.outputWidth
    let packing = Packing(lengths: [3, 1, 4])
    let (x, xGradients) = (FloatBuffer(Self.random(8 * inputs, "x")), FloatBuffer(zeros: 8 * inputs))
    let widths = (1...layerCount).map { encoder.inputWidth(of: $0, inputs: inputs) }
    let layers = widths.map { encoder.layer(inputs: $0, team: Team()) }
    func buffers(_ values: (TensorSlot) -> [Float]) -> [LayerBuffers] {
      let slots = encoder.slots(inputs: inputs)
      return (1...layerCount).map { layer in
        LayerBuffers(all: slots.filter { $0.name.region.layer == layer }.map { FloatBuffer(values($0)) })
      }
    }
    let parameters = buffers { Self.random($0.count, "\(layerCount) \($0.name.text)") }
    let gradients = buffers { [Float](repeating: 0, count: $0.count) }
    let weights = Self.random(8 * width, "weights")
    func forward() -> [Matrix] {
      var values = [Matrix(x.base, rows: 8, columns: inputs)]
      for (layer, buffers) in zip(layers, parameters) {
        values.append(layer.forward(values[values.count - 1], packing, buffers.tensors))
      }
      return values
    }
    let values = forward()
    let outputGradients = FloatBuffer(weights)
    let between = FloatBuffer(zeros: 8 * width)
    var received = Matrix(outputGradients.base, rows: 8, columns: width)
    for index in layers.indices.reversed() {
      let target = Matrix(index == 0 ? xGradients.base : between.base, rows: 8, columns: widths[index])
      layers[index].backward(
        values[index], packing, parameters[index].tensors, outputGradients: received, inputGradients: target,
        adding: false, gradients: gradients[index].places)
      received = target
    }
    func loss() -> Double { weightedSum(forward()[layerCount], weights) }
    expectDerivatives(xGradients.values(8 * inputs), of: loss, by: x.base, "x")
    for (layer, pair) in zip(parameters, gradients).enumerated() {
      for (buffer, gradient) in zip(pair.0.all, pair.1.all) {
        expectDerivatives(
          gradient.values(gradient.capacity), of: loss, by: buffer.base, "layer \(layer), \(buffer.capacity) scalars")
      }
    }
  }

  @Test(arguments: Activation.allCases, [1, 3, 4])
  func characterCNN(activation: Activation, width: Int) {
    let (dimension, filters) = (3, 6)
    let starts = [0, 4, 5, 5, 8]
    let layer = CharacterCNN(
      .init(embedding: .init(count: 9, dimension: dimension), filters: filters, width: width, activation: activation))
    let vectors = FloatBuffer(Self.random(8 * dimension, "vectors"))
    let weight = FloatBuffer(Self.random(filters * dimension * width, "weight"))
    let bias = FloatBuffer(Self.random(filters, "bias"))
    let weights = Self.random(4 * filters, "weights")
    let outputs = FloatBuffer(zeros: 4 * filters)
    let features = Matrix(outputs.base, rows: 4, columns: filters)
    func loss() -> Double {
      layer.load(weight: weight.base, bias: bias.base)
      layer.forward(Matrix(vectors.base, rows: 8, columns: dimension), starts: starts, outputs: features)
      return weightedSum(features, weights)
    }
    _ = loss()
    let (vectorGradients, outputGradients) = (FloatBuffer(zeros: vectors.capacity), FloatBuffer(weights))
    let (weightGradients, biasGradients) = (FloatBuffer(zeros: weight.capacity), FloatBuffer(zeros: bias.capacity))
    layer.backward(
      starts: starts, outputGradients: Matrix(outputGradients.base, rows: 4, columns: filters),
      vectorGradients: Matrix(vectorGradients.base, rows: 8, columns: dimension), weight: weightGradients.base,
      bias: biasGradients.base)
    expectDerivatives(vectorGradients.values(vectors.capacity), of: loss, by: vectors.base, "vectors")
    expectDerivatives(weightGradients.values(weight.capacity), of: loss, by: weight.base, "weight")
    expectDerivatives(biasGradients.values(bias.capacity), of: loss, by: bias.base, "bias")
  }

  @Test func crossStitch() {
    let (towers, rows, columns) = (3, 4, 5)
    let stitch = CrossStitch(own: 0.5)
    let (x, alpha) = (FloatBuffer(Self.random(60, "x")), FloatBuffer(Self.random(9, "alpha")))
    let (mixed, weights) = (FloatBuffer(zeros: 60), Self.random(60, "weights"))
    func matrices(_ buffer: FloatBuffer) -> [Matrix] {
      (0..<towers).map { Matrix(buffer.base + $0 * rows * columns, rows: rows, columns: columns) }
    }
    func loss() -> Double {
      for tower in 0..<towers {
        stitch.mix(matrices(x), parameters: alpha.base, tower: tower, into: matrices(mixed)[tower])
      }
      return weightedSum(Matrix(mixed.base, rows: towers * rows, columns: columns), weights)
    }
    let (gradients, alphaGradients, mixedGradients) = (
      FloatBuffer(zeros: 60), FloatBuffer(zeros: 9), FloatBuffer(weights)
    )
    for tower in 0..<towers {
      stitch.unmix(
        matrices(mixedGradients)[tower], matrices(x), parameters: alpha.base, tower: tower,
        gradients: matrices(gradients), parameterGradients: alphaGradients.base)
    }
    expectDerivatives(gradients.values(60), of: loss, by: x.base, "x")
    expectDerivatives(alphaGradients.values(9), of: loss, by: alpha.base, "alpha")
  }

  @Test func crossEntropy() {
    let tags: [Int32] = [0, 3, 2, 3]
    let scores = FloatBuffer(Self.random(16, "scores").map { 3 * $0 })
    func copied() -> FloatBuffer { FloatBuffer(scores.values(16)) }
    func loss(_ buffer: FloatBuffer) -> Double {
      CrossEntropy.loss(replacingByGradients: Matrix(buffer.base, rows: 4, columns: 4), tags: tags)
    }
    let gradients = copied()
    _ = loss(gradients)
    expectDerivatives(gradients.values(16), of: { loss(copied()) }, by: scores.base, "scores")
  }

  /// With large scores sums of logarithms take the place of products.
  @Test(arguments: [1, 40] as [Float], [1, 6])
  func conditionalRandomField(size: Float, length: Int) {
    let tagCount = 4
    let tags: [Int32] = Array([0, 3, 2, 3, 1, 0].prefix(length))
    let emissions = FloatBuffer(Self.random(length * tagCount, "emissions"))
    let parameters = FloatBuffer(Self.random(tagCount * tagCount + 2 * tagCount, "parameters"))
    // One transition that is far from the others.
    parameters.base[5] -= size
    func tensors(_ buffer: FloatBuffer) -> ConditionalRandomField.Tensors {
      let (matrix, row) = (tagCount * tagCount, tagCount)
      return .init(
        transitions: buffer.base, start: buffer.base + matrix, end: buffer.base + matrix + row)
    }
    let workspace = ConditionalRandomField.Workspace()
    func evaluate() -> (loss: Double, emissions: [Float], parameters: [Float]) {
      let (scores, gradients) = (FloatBuffer(emissions.values(emissions.capacity)), FloatBuffer(zeros: 24))
      let loss = ConditionalRandomField(tagCount: tagCount, tensors: tensors(parameters)).loss(
        replacingByGradients: Matrix(scores.base, rows: length, columns: tagCount), tags: tags[...], scale: 1,
        gradients: tensors(gradients), workspace)
      return (loss, scores.values(scores.capacity), gradients.values(24))
    }
    let found = evaluate()
    func loss() -> Double { evaluate().loss }
    expectDerivatives(found.emissions, of: loss, by: emissions.base, "emissions")
    expectDerivatives(found.parameters, of: loss, by: parameters.base, "parameters")
  }

  /// What a mask lets through backwards is what it lets through forwards.
  @Test func dropoutWithItsMask() {
    let mask = DropoutMask(rate: 0.4, team: Team())
    mask.draw(30, from: RandomStream(seed: 3))
    let (x, weights) = (FloatBuffer(Self.random(30, "x")), Self.random(30, "weights"))
    func loss() -> Double {
      let copy = FloatBuffer(x.values(30))
      mask.apply(to: Matrix(copy.base, rows: 6, columns: 5))
      return weightedSum(Matrix(copy.base, rows: 6, columns: 5), weights)
    }
    let gradients = FloatBuffer(weights)
    mask.apply(to: Matrix(gradients.base, rows: 6, columns: 5))
    #expect((5...25).contains(gradients.values(30).count { $0 == 0 }))
    expectDerivatives(gradients.values(30), of: loss, by: x.base, "x")
  }

  /// What only a whole network has: embeddings and heads, with and without dropout, whose masks a step's stream fixes.
  @Test(arguments: SampleNetwork.all)
  func embeddingsAndHeads(sample: SampleNetwork) {
    let start = Parameters(
      layout: sample.layout, values: sample.parameters(seed: 3).values.map { 2 * $0 })
    let network = TrainingNetwork(start)
    let values = FloatBuffer(start.values)
    for task in sample.shape.heads.indices {
      let batch = sample.batch([3, 1, 4], task: task, seed: 2)
      func evaluate() -> (loss: Double, gradients: Parameters) {
        network.parameters = Parameters(layout: sample.layout, values: values.values(values.capacity))
        return network.lossAndGradients(batch, task: task, stream: RandomStream(seed: 9))
      }
      let gradients = evaluate().gradients
      for tensor in sample.layout.tensors {
        switch tensor.role {
        case .head(let owner), .transitions(let owner): if owner != task { continue }
        case .embedding: if task > 0 { continue }
        case .convolution, .encoder, .coupling: continue
        }
        expectDerivatives(
          Array(gradients[tensor.name]), of: { evaluate().loss }, by: values.base + tensor.range.lowerBound,
          "\(tensor.name), \(sample.shape.heads[task].task)")
      }
    }
  }
}

/// The tensors of a recurrent layer, each in a buffer of its own.
private struct LayerBuffers {
  /// In the order of the layout.
  let all: [FloatBuffer]

  var tensors: [LayerTensor] { all.map { LayerTensor(base: $0.base) } }

  var places: [FloatPointer?] { all.map(\.base) }
}
