internal import CKernels
internal import Model
internal import Randomness

/// The forward and backward computation of a network, with all the memory that it needs between the two.
final class NetworkPass {
  let layout: ParameterLayout
  private let shape: NetworkShape
  private let coupling: (any TowerCoupling)?
  private let parameters: FloatBuffer
  private let weights: SubnetWeights
  private let inputStage: InputStage
  private let outputDropout: DropoutMask

  /// By tower, then by layer.
  private let encoders: [[any SequenceLayer]]
  private let mixedBuffers: [[FloatBuffer]]
  private let gradientBuffers: [[FloatBuffer]]
  private let mixedGradientBuffers: [FloatBuffer]
  private let headInput = FloatBuffer()
  private let scoreBuffer = FloatBuffer()
  private let panels = Panels()
  let fieldWorkspaces = (0..<fieldGroups).map { _ in FieldWorkspace() }
  let team: Team

  private let characterTable: Int?

  /// What each layer of each tower read and gave in the last forward pass, by layer, then by position in the plan.
  /// Behind the last layer stands what the head reads.
  private var layerInputs: [[Matrix]]
  private var layerOutputs: [[Matrix]]

  /// The convolutions whose input's gradients the backward pass has begun to add up.
  private var isStarted: [Bool]

  private var tags: [Int32] = []

  /// A pass over the parameters that `parameters` holds in the order of `layout`.
  init(_ layout: ParameterLayout, parameters: FloatBuffer, team: Team) {
    let shape = layout.shape
    self.layout = layout
    self.shape = shape
    coupling = shape.coupling.exchange
    self.parameters = parameters
    self.team = team
    weights = SubnetWeights(layout, parameters: parameters)
    inputStage = InputStage(shape, team: team)
    outputDropout = DropoutMask(rate: shape.dropout.output, team: team)
    characterTable = layout.index(of: "embedding.chars")
    encoders = (0..<shape.towerCount).map { _ in
      (1...shape.encoder.layers).map { layer in
        shape.encoder.layer(inputs: shape.encoder.inputWidth(of: layer, inputs: shape.inputWidth), team: team)
      }
    }
    func buffers() -> [[FloatBuffer]] {
      (0..<shape.towerCount).map { _ in (0..<shape.encoder.layers).map { _ in FloatBuffer() } }
    }
    mixedBuffers = buffers()
    gradientBuffers = buffers()
    mixedGradientBuffers = (0..<shape.towerCount).map { _ in FloatBuffer() }
    let none = [Matrix](repeating: Matrix(parameters.base, rows: 0, columns: 0), count: shape.towerCount)
    layerInputs = Array(repeating: none, count: shape.encoder.layers + 1)
    layerOutputs = Array(repeating: none, count: shape.encoder.layers)
    isStarted = Array(repeating: false, count: shape.towerCount)
  }

  /// The scores of the tags of each packed token. *Shape* N × K.
  ///
  /// With a stream there is dropout, as in training.
  func forward(_ batch: Batch, _ packing: Packing, _ plan: TaskPlan, dropout: RandomStream?) -> Matrix {
    inputStage.take(batch, packing, plan)
    weights.prepare(for: plan)
    inputStage.forward(
      plan, wordTable: parameters.base, characterTable: characterTable.map { address(of: $0) }, weights: weights,
      dropout: dropout)
    for index in plan.towers.indices {
      layerInputs[0][index] = inputStage.inputs[plan.convolutions.isEmpty ? 0 : plan.convolutionOfTower[index]]
    }
    for layer in 0..<plan.head.depth {
      for (index, tower) in plan.towers.enumerated() {
        layerOutputs[layer][index] = encoders[tower][layer].forward(
          layerInputs[layer][index], packing, tensors(plan, index, layer))
      }
      mix(plan, layer)
    }
    return scores(of: layerInputs[plan.head.depth][plan.ownTower], plan, dropout)
  }

  /// The head's scores for what it reads.
  private func scores(of outputs: Matrix, _ plan: TaskPlan, _ dropout: RandomStream?) -> Matrix {
    let read = headInput.matrix(rows: outputs.rows, columns: outputs.columns)
    outputDropout.draw(read.rows * read.columns, from: dropout?.derived("dropout.output"))
    outputDropout.apply(to: outputs, into: read)
    let scores = scoreBuffer.matrix(rows: read.rows, columns: plan.head.tagCount)
    let bias = address(of: plan.headTensors[1])
    for row in 0..<scores.rows { scores.row(row).update(from: bias, count: scores.columns) }
    multiply(.plain(read), .transposed(headWeight(plan)), packedInto: panels, into: scores, adding: true)
    return scores
  }

  /// The loss of the last forward pass; replaces its scores by their gradients. Tokens whose tag is missing have none.
  ///
  /// The gradients of a CRF's own parameters go where the layout has them in `gradients`.
  func loss(
    replacingByGradients scores: Matrix, _ batch: Batch, _ packing: Packing, _ plan: TaskPlan, gradients: FloatPointer
  ) -> Double {
    switch plan.head.kind {
    case .linear:
      tags.removeAll(keepingCapacity: true)
      tags.append(contentsOf: repeatElement(0, count: packing.rowCount))
      for (token, row) in packing.rowOfToken.enumerated() { tags[row] = batch.tags[token] }
      return CrossEntropy.loss(replacingByGradients: scores, tags: tags)
    case .crf: return fieldLoss(replacingByGradients: scores, batch, packing, plan, gradients: gradients)
    }
  }

  /// Multiplies the gradients that the loss has left, of scores and of a CRF's own parameters, by the weight of the
  /// loss.
  func weigh(_ scoreGradients: Matrix, by weight: Float, _ plan: TaskPlan, gradients: FloatPointer) {
    guard weight != 1 else { return }
    for index in 0..<scoreGradients.rows { scoreGradients.row(index).multiply(scoreGradients.columns, by: weight) }
    for tensor in plan.headTensors.dropFirst(2).map({ layout.tensors[$0] }) {
      (gradients + tensor.range.lowerBound).multiply(tensor.count, by: weight)
    }
  }

  /// The best tags of each sentence, given the scores of the last forward pass.
  func bestTags(_ scores: Matrix, _ batch: Batch, _ packing: Packing, _ plan: TaskPlan) -> [[Int32]] {
    var result = batch.lengths.map { _ in [Int32]() }
    switch plan.head.kind {
    case .linear:
      var token = 0
      for (index, length) in batch.lengths.enumerated() {
        result[index] = packing.rowOfToken[token..<(token + length)].map {
          Int32(indexOfMaximum(scores.row($0), scores.columns))
        }
        token += length
      }
    case .crf:
      let field = field(plan)
      for (sentence, tokens) in batch.tokensOfSentences.enumerated() {
        let emissions = copied(scores, of: tokens, packing, into: fieldWorkspaces[0].emissions)
        result[sentence] = field.bestTags(emissions)
      }
    }
    return result
  }

  /// Passes the gradients of the scores back to all parameters that the plan uses.
  ///
  /// Gradients go into the layout's ranges of `gradients`: those of embeddings and convolutions are added to what is
  /// there, the others replace it, and tensors that the plan does not update are left alone.
  func backward(_ scoreGradients: Matrix, _ packing: Packing, _ plan: TaskPlan, gradients: FloatPointer) {
    let last = plan.head.depth - 1
    propagateHead(scoreGradients, plan, gradients)
    for index in isStarted.indices { isStarted[index] = false }
    for layer in (0...last).reversed() {
      unmix(plan, layer, isLast: layer == last, gradients)
      for (index, tower) in plan.towers.enumerated() {
        let input = layerInputs[layer][index]
        let convolution = plan.convolutions.isEmpty ? 0 : plan.convolutionOfTower[index]
        let target =
          layer == 0
          ? inputStage.inputGradients[convolution]
          : receivedGradients(tower, layer - 1, plan, rows: input.rows)
        encoders[tower][layer].backward(
          input, packing, tensors(plan, index, layer),
          outputGradients: outputGradients(tower, layer, rows: input.rows), inputGradients: target,
          adding: layer == 0 && isStarted[convolution], gradients: places(plan, index, layer, gradients))
        if layer == 0 { isStarted[convolution] = true }
      }
    }
    inputStage.backward(plan, layout, gradients: gradients, characterTable: characterTable)
  }

  /// The gradients of head weights, and of what the head's tower went on with.
  private func propagateHead(_ scoreGradients: Matrix, _ plan: TaskPlan, _ gradients: FloatPointer) {
    let width = shape.encoder.outputWidth
    let read = headInput.matrix(rows: scoreGradients.rows, columns: width)
    let weightStart = layout.tensors[plan.headTensors[0]].range.lowerBound
    let biasStart = layout.tensors[plan.headTensors[1]].range.lowerBound
    multiply(
      .transposed(scoreGradients), .plain(read), packedInto: panels,
      into: Matrix(gradients + weightStart, rows: plan.head.tagCount, columns: width))
    ss_sum_columns(
      scoreGradients.rows, scoreGradients.columns, scoreGradients.base, scoreGradients.stride, gradients + biasStart)
    let target = receivedGradients(plan.head.tower, plan.head.depth - 1, plan, rows: read.rows)
    multiply(.plain(scoreGradients), .plain(headWeight(plan)), packedInto: panels, into: target)
    outputDropout.apply(to: target)
  }
}

extension NetworkPass {
  /// Finds what the towers go on with after a layer.
  private func mix(_ plan: TaskPlan, _ layer: Int) {
    let outputs = layerOutputs[layer]
    guard let coupling, !plan.couplings.isEmpty else {
      for index in plan.towers.indices { layerInputs[layer + 1][index] = outputs[index] }
      return
    }
    let parameters = address(of: plan.couplings[layer])
    let isLast = layer == plan.head.depth - 1
    for tower in plan.towers {
      let matrix = mixedBuffers[tower][layer].matrix(rows: outputs[0].rows, columns: outputs[0].columns)
      // Behind its last layer the head reads one tower only.
      if !isLast || tower == plan.head.tower {
        coupling.mix(outputs, parameters: parameters, tower: tower, into: matrix)
      }
      layerInputs[layer + 1][tower] = matrix
    }
  }

  /// Passes the gradients of what towers went on with back to the outputs of the layer.
  private func unmix(_ plan: TaskPlan, _ layer: Int, isLast: Bool, _ gradients: FloatPointer) {
    guard let coupling, !plan.couplings.isEmpty else { return }
    let tensor = layout.tensors[plan.couplings[layer]]
    let parameterGradients = gradients + tensor.range.lowerBound
    parameterGradients.clear(tensor.count)
    let outputs = layerOutputs[layer]
    let targets = plan.towers.map { outputGradients($0, layer, rows: outputs[0].rows) }
    for target in targets { target.clear() }
    for tower in plan.towers where !isLast || tower == plan.head.tower {
      coupling.unmix(
        receivedGradients(tower, layer, plan, rows: outputs[0].rows), outputs,
        parameters: address(of: plan.couplings[layer]), tower: tower, gradients: targets,
        parameterGradients: parameterGradients)
    }
  }

  /// The gradients of the outputs of a tower's layer.
  private func outputGradients(_ tower: Int, _ layer: Int, rows: Int) -> Matrix {
    gradientBuffers[tower][layer].matrix(rows: rows, columns: shape.encoder.outputWidth)
  }

  /// The gradients of what a tower goes on with after a layer: the layer's outputs, or what is mixed from them.
  private func receivedGradients(_ tower: Int, _ layer: Int, _ plan: TaskPlan, rows: Int) -> Matrix {
    guard !plan.couplings.isEmpty else { return outputGradients(tower, layer, rows: rows) }
    return mixedGradientBuffers[tower].matrix(rows: rows, columns: shape.encoder.outputWidth)
  }

  /// The tensors of a layer of the tower at `index` of the plan's.
  private func tensors(_ plan: TaskPlan, _ index: Int, _ layer: Int) -> [LayerTensor] {
    weights.layer(plan.layers[index][layer])
  }

  /// Where the gradients of these tensors go.
  private func places(
    _ plan: TaskPlan, _ index: Int, _ layer: Int, _ gradients: FloatPointer
  ) -> [FloatPointer?] {
    plan.layers[index][layer].map { tensor in
      plan.updates[tensor].isNone ? nil : gradients + layout.tensors[tensor].range.lowerBound
    }
  }

  /// The address of a tensor that no mask touches.
  func address(of tensor: Int) -> FloatPointer { parameters.base + layout.tensors[tensor].range.lowerBound }

  private func headWeight(_ plan: TaskPlan) -> Matrix {
    Matrix(address(of: plan.headTensors[0]), rows: plan.head.tagCount, columns: shape.encoder.outputWidth)
  }
}
