internal import CKernels
internal import Model
internal import Randomness

/// What the encoders read: for each token its word's vector and, beside it, what a convolution makes of its characters.
///
/// There is one input for each distinct convolution of a pass; words and character vectors are common, and so is what
/// dropout takes from them.
final class InputStage {
  private let shape: NetworkShape
  private let wordDropout: DropoutMask
  private let characterDropout: DropoutMask
  private let characterVectors = FloatBuffer()
  private let characterGradients = FloatBuffer()
  private let weightGradients = FloatBuffer()
  private let wordGradients = FloatBuffer()
  private let convolutions: [CharacterCNN]
  private let inputBuffers: [FloatBuffer]
  private let gradientBuffers: [FloatBuffer]

  /// The input of each convolution, and its gradients. *Shape* N × inputWidth each.
  private(set) var inputs: [Matrix] = []
  private(set) var inputGradients: [Matrix] = []

  /// The rows of the embeddings that the packed tokens and their characters have.
  private(set) var words: [Int] = []
  private var characters: [Int] = []

  /// Where the characters of each packed token begin.
  private var characterStarts: [Int] = [0]

  /// Where they begin in the batch.
  private var sourceStarts: [Int] = []

  init(_ shape: NetworkShape, team: Team) {
    self.shape = shape
    wordDropout = DropoutMask(rate: shape.dropout.words, team: team)
    characterDropout = DropoutMask(rate: shape.dropout.characters, team: team)
    convolutions =
      shape.characters.map { part in (0..<shape.towerCount).map { _ in CharacterCNN(part, team: team) } } ?? []
    inputBuffers = (0..<shape.towerCount).map { _ in FloatBuffer() }
    gradientBuffers = (0..<shape.towerCount).map { _ in FloatBuffer() }
  }

  /// Takes the batch's words and characters in packed order.
  func take(_ batch: Batch, _ packing: Packing, _ plan: TaskPlan) {
    words.resize(to: packing.rowCount)
    inputs.removeAll(keepingCapacity: true)
    inputGradients.removeAll(keepingCapacity: true)
    for index in 0..<max(1, plan.convolutions.count) {
      inputs.append(inputBuffers[index].matrix(rows: words.count, columns: shape.inputWidth))
      inputGradients.append(gradientBuffers[index].matrix(rows: words.count, columns: shape.inputWidth))
    }
    for (token, row) in packing.rowOfToken.enumerated() { words[row] = Int(batch.words[token]) }
    guard shape.characters != nil else { return }
    sourceStarts.resize(to: packing.rowCount)
    characterStarts.resize(to: packing.rowCount + 1)
    var start = 0
    for (token, row) in packing.rowOfToken.enumerated() {
      sourceStarts[row] = start
      characterStarts[row + 1] = batch.characterCounts[token]
      start += batch.characterCounts[token]
    }
    characters.resize(to: start)
    characterStarts[0] = 0
    for row in 0..<packing.rowCount {
      let (first, count) = (characterStarts[row], characterStarts[row + 1])
      for index in 0..<count { characters[first + index] = Int(batch.characters[sourceStarts[row] + index]) }
      characterStarts[row + 1] = first + count
    }
  }

  /// Computes the inputs.
  func forward(
    _ plan: TaskPlan, wordTable: FloatPointer, characterTable: FloatPointer?, weights: SubnetWeights,
    dropout: RandomStream?
  ) {
    let dimension = shape.words.dimension
    let wordPart = inputs[0].columns(0..<dimension)
    for (row, word) in words.enumerated() {
      wordPart.row(row).update(from: wordTable + word * dimension, count: dimension)
    }
    wordDropout.draw(words.count * dimension, from: dropout?.derived("dropout.words"))
    wordDropout.apply(to: wordPart)
    for other in inputs.dropFirst() {
      for row in words.indices { other.row(row).update(from: wordPart.row(row), count: dimension) }
    }
    if let part = shape.characters, let characterTable {
      let vectors = characterVectors.matrix(rows: characters.count, columns: part.embedding.dimension)
      for (row, character) in characters.enumerated() {
        vectors.row(row).update(from: characterTable + character * vectors.columns, count: vectors.columns)
      }
      characterDropout.draw(vectors.rows * vectors.columns, from: dropout?.derived("dropout.characters"))
      characterDropout.apply(to: vectors)
      for (index, convolution) in plan.convolutions.enumerated() {
        convolutions[index].load(
          weight: weights.prepare(convolution.weight, mask: convolution.weightMask),
          bias: weights.prepare(convolution.bias, mask: convolution.biasMask))
        convolutions[index].forward(
          vectors, starts: characterStarts, outputs: inputs[index].columns(dimension..<shape.inputWidth))
      }
    }
  }

  /// Passes on the gradients of the inputs. Those of words, characters and convolutions are added to `gradients`, which
  /// the layout's range of each tensor must have room for.
  func backward(_ plan: TaskPlan, _ layout: ParameterLayout, gradients: FloatPointer, characterTable: Int?) {
    let dimension = shape.words.dimension
    let wordGradients = wordGradients.matrix(rows: words.count, columns: dimension)
    for row in words.indices {
      wordGradients.row(row).update(from: inputGradients[0].row(row), count: dimension)
      for other in inputGradients.dropFirst() { ss_add_scaled(dimension, 1, other.row(row), wordGradients.row(row)) }
    }
    wordDropout.apply(to: wordGradients)
    for (row, word) in words.enumerated() {
      ss_add_scaled(dimension, 1, wordGradients.row(row), gradients + word * dimension)
    }
    guard let part = shape.characters, let characterTable else { return }
    let vectorGradients = characterGradients.matrix(rows: characters.count, columns: part.embedding.dimension)
    vectorGradients.clear()
    for (index, convolution) in plan.convolutions.enumerated() {
      propagate(
        plan, layout, convolution, index, inputGradients[index].columns(dimension..<shape.inputWidth), vectorGradients,
        gradients)
    }
    characterDropout.apply(to: vectorGradients)
    let table = gradients + layout.tensors[characterTable].range.lowerBound
    for (row, character) in characters.enumerated() {
      ss_add_scaled(vectorGradients.columns, 1, vectorGradients.row(row), table + character * vectorGradients.columns)
    }
  }

  /// The backward pass of one convolution. The gradients of its weights are its mask's times those of what it used.
  private func propagate(
    _ plan: TaskPlan, _ layout: ParameterLayout, _ convolution: TaskPlan.Convolution, _ index: Int,
    _ outputGradients: Matrix, _ vectorGradients: Matrix, _ gradients: FloatPointer
  ) {
    let (weight, bias) = (layout.tensors[convolution.weight], layout.tensors[convolution.bias])
    let scratch = weightGradients.reserved(weight.count + bias.count)
    scratch.clear(weight.count + bias.count)
    convolutions[index].backward(
      starts: characterStarts, outputGradients: outputGradients, vectorGradients: vectorGradients,
      weight: plan.updates[convolution.weight].isNone ? nil : scratch,
      bias: plan.updates[convolution.bias].isNone ? nil : scratch + weight.count)
    mask(scratch, weight.count, convolution.weightMask)
    mask(scratch + weight.count, bias.count, convolution.biasMask)
    ss_add_scaled(weight.count, 1, scratch, gradients + weight.range.lowerBound)
    ss_add_scaled(bias.count, 1, scratch + weight.count, gradients + bias.range.lowerBound)
  }
}

/// Sets to zero what `mask` does not keep.
func mask(_ values: FloatPointer, _ count: Int, _ mask: TensorMask) {
  switch mask {
  case .all: break
  case .none: values.clear(count)
  case .bits(let words): ss_keep_bits(count, words, values)
  }
}

extension [Int] {
  /// Makes it as long as asked for, whatever it then holds, in the memory that it has.
  fileprivate mutating func resize(to count: Int) {
    if self.count > count { removeLast(self.count - count) }
    while self.count < count { append(0) }
  }
}
