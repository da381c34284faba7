import Model
import Testing

@testable import Networks

@Suite struct CharacterCNNTests {
  /// A layer of width `width` with one filter over vectors of one number, that adds up what it sees.
  private func layer(width: Int, _ activation: Activation) -> CharacterCNN {
    let layer = CharacterCNN(
      .init(embedding: .init(count: 1, dimension: 1), filters: 1, width: width, activation: activation))
    let (weight, bias) = (FloatBuffer([Float](repeating: 1, count: width)), FloatBuffer([0.5]))
    layer.load(weight: weight.base, bias: bias.base)
    return layer
  }

  private func features(_ layer: CharacterCNN, _ vectors: FloatBuffer, _ starts: [Int]) -> [Float] {
    let outputs = FloatBuffer(zeros: starts.count - 1)
    let matrix = Matrix(outputs.base, rows: starts.count - 1, columns: 1)
    layer.forward(Matrix(vectors.base, rows: starts.last ?? 0, columns: 1), starts: starts, outputs: matrix)
    return matrix.values
  }

  @Test func ofEqualMaximaTheFirstIsLearned() {
    let layer = layer(width: 1, .none)
    let vectors = FloatBuffer([1, 3, 3, 3])
    #expect(features(layer, vectors, [0, 4]) == [3.5])
    let (gradient, gradients) = (FloatBuffer([1]), FloatBuffer(zeros: 4))
    layer.backward(
      starts: [0, 4], outputGradients: Matrix(gradient.base, rows: 1, columns: 1),
      vectorGradients: Matrix(gradients.base, rows: 4, columns: 1), weight: nil, bias: nil)
    #expect(gradients.values(4) == [0, 1, 0, 0])
  }

  /// Windows end with the word, also where characters of the next follow; a width may be even.
  @Test(
    arguments: [(1, [2.5, 4.5]), (2, [3.5, 8.5]), (3, [3.5, 8.5]), (4, [3.5, 8.5]), (9, [3.5, 8.5])] as [(Int, [Float])]
  )
  func windowsStayInTheWord(width: Int, expected: [Float]) {
    #expect(features(layer(width: width, .none), FloatBuffer([1, 2, 4, 4]), [0, 2, 4]) == expected)
  }

  @Test func aTokenWithoutCharactersGivesZeros() {
    #expect(features(layer(width: 3, .none), FloatBuffer([7]), [0, 0, 1, 1]) == [0, 7.5, 0])
  }
}
