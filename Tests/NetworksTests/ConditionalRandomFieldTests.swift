import FoundationEssentials
import Randomness
import Testing

@testable import Networks

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct ConditionalRandomFieldTests {
  /// Loss and gradients against a sum over all taggings in double precision; with large scores, where exponentials of
  /// single precision overflow, sums of logarithms take the place of products, and with even larger ones, whose sums
  /// single precision cannot tell apart, double precision.
  @Test(arguments: [1, 10, 30, 80, 300, 1e4, 1e5, 1e30] as [Float], [1, 2, 5])
  func lossesAreSumsOverAllTaggings(size: Float, length: Int) {
    let tagCount = 3
    var stream = RandomStream(seed: 4)
    func random(_ count: Int) -> FloatBuffer {
      FloatBuffer((0..<count).map { _ in (2 * stream.nextFloat() - 1) * size })
    }
    let (transitions, start, end) = (random(tagCount * tagCount), random(tagCount), random(tagCount))
    let scores = random(length * tagCount)
    let gold = Array([0, 2, 1, 1, 2].prefix(length))

    func score(_ tags: [Int]) -> Double {
      var result = Double(start.base[tags[0]]) + Double(end.base[tags[length - 1]])
      for (time, tag) in tags.enumerated() {
        result += Double(scores.base[time * tagCount + tag])
        if time > 0 { result += Double(transitions.base[tags[time - 1] * tagCount + tag]) }
      }
      return result
    }
    let taggings = (0..<[1: 3, 2: 9, 5: 243][length, default: 0]).map { number in
      (0..<length).map { number / [1, 3, 9, 27, 81][$0] % 3 }
    }
    let highest = taggings.map(score).max() ?? 0
    let logPartition = highest + log(taggings.reduce(0) { $0 + exp(score($1) - highest) })
    var emissionGradients = [Float](repeating: 0, count: length * tagCount)
    var transitionGradients = [Float](repeating: 0, count: tagCount * tagCount)
    for tags in taggings {
      let weight = Float(exp(score(tags) - logPartition)) - (tags == gold ? 1 : 0)
      for (time, tag) in tags.enumerated() {
        emissionGradients[time * tagCount + tag] += weight
        if time > 0 { transitionGradients[tags[time - 1] * tagCount + tag] += weight }
      }
    }

    let field = ConditionalRandomField(
      tagCount: tagCount, tensors: .init(transitions: transitions.base, start: start.base, end: end.base))
    let gradients = (
      FloatBuffer(zeros: tagCount * tagCount), FloatBuffer(zeros: tagCount), FloatBuffer(zeros: tagCount)
    )
    let expected = logPartition - score(gold)
    let loss = field.loss(
      replacingByGradients: Matrix(scores.base, rows: length, columns: tagCount), tags: gold.map { Int32($0) }[...],
      scale: 1, gradients: .init(transitions: gradients.0.base, start: gradients.1.base, end: gradients.2.base), .init()
    )
    let isWide = size > Float(1e4)
    let tolerance = 2e-6 * Double(size) * 11
    #expect(abs(loss - expected) <= (isWide ? 1e-12 * Double(size) * 11 : tolerance))
    for (found, wanted) in zip(scores.values(length * tagCount), emissionGradients) {
      #expect(abs(Double(found - wanted)) <= (isWide ? 1e-6 : 4 * tolerance))
    }
    for (found, wanted) in zip(gradients.0.values(tagCount * tagCount), transitionGradients) {
      #expect(abs(Double(found - wanted)) <= (isWide ? 1e-6 : 4 * tolerance))
    }
  }

  /// In a long sentence of sure scores, where the log of the sum over all taggings is near a thousand, probabilities
  /// are as exact as in a short one.
  @Test(arguments: [1, 10, 100])
  func lengthCostsNoPrecision(length: Int) {
    let tagCount = 4
    var stream = RandomStream(seed: 6)
    let scores = (0..<(length * tagCount)).map { _ in 20 * stream.nextFloat() - 5 }
    let transitions = (0..<(tagCount * tagCount)).map { _ in 6 * stream.nextFloat() - 3 }
    let gold = (0..<length).map { _ in stream.nextIndex(below: tagCount) }
    let exact = ExactField(scores.map(Double.init), transitions.map(Double.init), tagCount: tagCount)

    let (emissions, parameters) = (FloatBuffer(scores), FloatBuffer(transitions))
    let (ends, gradients) = (FloatBuffer(zeros: tagCount), FloatBuffer(zeros: tagCount * tagCount))
    let endGradients = FloatBuffer(zeros: 2 * tagCount)
    let field = ConditionalRandomField(
      tagCount: tagCount, tensors: .init(transitions: parameters.base, start: ends.base, end: ends.base))
    let loss = field.loss(
      replacingByGradients: Matrix(emissions.base, rows: length, columns: tagCount), tags: gold.map { Int32($0) }[...],
      scale: 1,
      gradients: .init(
        transitions: gradients.base, start: endGradients.base, end: endGradients.base + tagCount), .init())
    let goldScore = gold.indices.reduce(0.0) { sum, time in
      sum + Double(scores[time * tagCount + gold[time]])
        + (time > 0 ? Double(transitions[gold[time - 1] * tagCount + gold[time]]) : 0)
    }
    #expect(abs(loss - (exact.logPartition - goldScore)) <= 1e-6 * exact.logPartition)
    for (place, found) in emissions.values(length * tagCount).enumerated() {
      let wanted = exact.tags[place] - (gold[place / tagCount] == place % tagCount ? 1 : 0)
      #expect(abs(Double(found) - wanted) <= 2e-6)
    }
    for (place, found) in gradients.values(tagCount * tagCount).enumerated() {
      let count = zip(gold, gold.dropFirst()).count { $0 * tagCount + $1 == place }
      #expect(abs(Double(found) - (exact.transitions[place] - Double(count))) <= 2e-6 * Double(length))
    }
  }
}
