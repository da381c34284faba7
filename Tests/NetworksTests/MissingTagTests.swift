import Model
import Randomness
import Testing

@testable import Networks

#if canImport(Glibc)
  import Glibc
#endif

/// Losses of heads where the tags of some tokens are missing.
@Suite struct MissingTagTests {
  /// `tags`, about half of them missing, the one at `kept` never.
  static func partial(_ tags: [Int32], seed: Int, kept: Int? = nil) -> [Int32] {
    var stream = RandomStream(seed: 21).derived(seed)
    return tags.enumerated().map { stream.nextIndex(below: 2) == 0 && $0 != kept ? .missingTag : $1 }
  }

  static func random(_ count: Int, size: Float, seed: Int) -> [Float] {
    var stream = RandomStream(seed: 22).derived(seed)
    return (0..<count).map { _ in (2 * stream.nextFloat() - 1) * size }
  }

  @Test func runsAreTheLongestOfMissingElements() {
    #expect([1, 0, 2].missingRuns == [])
    #expect([nil].missingRuns == [0..<1])
    #expect([nil, nil, 3, nil, 1, 1, nil, nil, nil].missingRuns == [0..<2, 3..<4, 6..<9])
    #expect([3, nil, nil, 0].missingRuns == [1..<3])
  }

  // MARK: Linear heads

  /// The loss and the gradients, bit for bit, are those of the labelled rows alone; other rows have no gradient.
  @Test(arguments: 0..<20)
  func crossEntropyIsThatOfTheLabelledRows(seed: Int) {
    let (rows, columns) = (9, 4)
    let scores = Self.random(rows * columns, size: seed % 2 == 0 ? 3 : 200, seed: seed)
    let tags = Self.partial((0..<rows).map { Int32($0 % columns) }, seed: seed, kept: seed % rows)
    let labelled = tags.indices.filter { tags[$0] != .missingTag }
    let (all, some) = (
      FloatBuffer(scores), FloatBuffer(labelled.flatMap { scores[($0 * columns)..<(($0 + 1) * columns)] })
    )
    let found = Matrix(all.base, rows: rows, columns: columns)
    let expected = Matrix(some.base, rows: labelled.count, columns: columns)
    let loss = CrossEntropy.loss(replacingByGradients: found, tags: tags)
    #expect(loss == CrossEntropy.loss(replacingByGradients: expected, tags: labelled.map { tags[$0] }))
    #expect(loss > 0)
    for (place, row) in labelled.enumerated() {
      for column in 0..<columns { #expect(found.row(row)[column] == expected.row(place)[column]) }
    }
    for row in tags.indices where tags[row] == .missingTag {
      #expect((0..<columns).allSatisfy { found.row(row)[$0] == 0 })
    }
  }

  @Test(arguments: 0..<4)
  func crossEntropyHasTheGradientsOfItsLoss(seed: Int) {
    let (rows, columns) = (5, 4)
    let tags = Self.partial([0, 3, 2, 3, 1], seed: seed, kept: seed)
    let scores = FloatBuffer(Self.random(rows * columns, size: 3, seed: seed))
    func evaluate() -> (loss: Double, gradients: [Float]) {
      let buffer = FloatBuffer(scores.values(rows * columns))
      let loss = CrossEntropy.loss(
        replacingByGradients: Matrix(buffer.base, rows: rows, columns: columns), tags: tags)
      return (loss, buffer.values(rows * columns))
    }
    expectDerivatives(evaluate().gradients, of: { evaluate().loss }, by: scores.base, "scores")
  }

  @Test func crossEntropyOfNoTagIsZero() {
    let scores = FloatBuffer([1, .infinity, -3, .nan, 0, 1e30])
    let loss = CrossEntropy.loss(
      replacingByGradients: Matrix(scores.base, rows: 2, columns: 3), tags: [.missingTag, .missingTag])
    #expect(loss == 0)
    #expect(scores.values(6) == [0, 0, 0, 0, 0, 0])
  }

  // MARK: Conditional random fields

  /// The loss of a sentence and its gradients.
  private struct Evaluation {
    var loss = 0.0
    var emissions: [Double]
    var transitions: [Double]
    var start: [Double]
    var end: [Double]

    init(length: Int, tagCount: Int) {
      emissions = Array(repeating: 0, count: length * tagCount)
      transitions = Array(repeating: 0, count: tagCount * tagCount)
      start = Array(repeating: 0, count: tagCount)
      end = start
    }

    var gradients: [Double] { emissions + transitions + start + end }
  }

  /// A sentence with its field.
  private struct Sentence {
    let tagCount: Int
    let tags: [Int32]
    let emissions: FloatBuffer
    let parameters: FloatBuffer
    private let workspace = ConditionalRandomField.Workspace()

    init(tagCount: Int, tags: [Int32], size: Float, seed: Int) {
      self.tagCount = tagCount
      self.tags = tags
      emissions = FloatBuffer(MissingTagTests.random(tags.count * tagCount, size: size, seed: seed))
      parameters = FloatBuffer(MissingTagTests.random(tagCount * (tagCount + 2), size: size, seed: seed + 1000))
    }

    private func tensors(_ buffer: FloatBuffer) -> ConditionalRandomField.Tensors {
      let (square, row) = (tagCount * tagCount, tagCount)
      return .init(transitions: buffer.base, start: buffer.base + square, end: buffer.base + square + row)
    }

    func evaluated(scale: Float = 1) -> Evaluation {
      let scores = FloatBuffer(emissions.values(emissions.capacity))
      let gradients = FloatBuffer(zeros: parameters.capacity)
      var result = Evaluation(length: tags.count, tagCount: tagCount)
      result.loss = ConditionalRandomField(tagCount: tagCount, tensors: tensors(parameters)).loss(
        replacingByGradients: Matrix(scores.base, rows: tags.count, columns: tagCount), tags: tags[...], scale: scale,
        gradients: tensors(gradients), workspace)
      let (square, row) = (tagCount * tagCount, tagCount)
      let ofParameters = gradients.values(parameters.capacity).map(Double.init)
      result.emissions = scores.values(emissions.capacity).map(Double.init)
      result.transitions = Array(ofParameters[..<square])
      result.start = Array(ofParameters[square..<(square + row)])
      result.end = Array(ofParameters[(square + row)...])
      return result
    }

    /// The same by sums over all taggings.
    var enumerated: Evaluation {
      let (free, agreeing) = (enumerated { _ in true }, enumerated { zip($0, tags).allSatisfy { $1 < 0 || $0 == $1 } })
      var result = free
      result.loss -= agreeing.loss
      for (path, other) in [
        (\Evaluation.emissions, agreeing.emissions), (\.transitions, agreeing.transitions), (\.start, agreeing.start),
        (\.end, agreeing.end),
      ] { result[keyPath: path] = zip(result[keyPath: path], other).map(-) }
      return result
    }

    /// The log of the sum over the taggings that `isCounted`, as the loss, and its derivatives.
    private func enumerated(_ isCounted: ([Int32]) -> Bool) -> Evaluation {
      var taggings: [[Int32]] = [[]]
      for _ in tags { taggings = taggings.flatMap { start in (0..<Int32(tagCount)).map { start + [$0] } } }
      taggings = taggings.filter(isCounted)
      let scores = taggings.map(score)
      let highest = scores.max() ?? 0
      var result = Evaluation(length: tags.count, tagCount: tagCount)
      result.loss = highest + log(scores.reduce(0) { $0 + exp($1 - highest) })
      for (tagging, score) in zip(taggings, scores) {
        let weight = exp(score - result.loss)
        result.start[Int(tagging[0])] += weight
        result.end[Int(tagging[tagging.count - 1])] += weight
        for (time, tag) in tagging.enumerated() {
          result.emissions[time * tagCount + Int(tag)] += weight
          if time > 0 { result.transitions[Int(tagging[time - 1]) * tagCount + Int(tag)] += weight }
        }
      }
      return result
    }

    private func score(_ tagging: [Int32]) -> Double {
      let tensors = tensors(parameters)
      var result = Double(tensors.start[Int(tagging[0])]) + Double(tensors.end[Int(tagging[tagging.count - 1])])
      for (time, tag) in tagging.enumerated() {
        result += Double(emissions.base[time * tagCount + Int(tag)])
        if time > 0 { result += Double(tensors.transitions[Int(tagging[time - 1]) * tagCount + Int(tag)]) }
      }
      return result
    }
  }

  /// Loss and gradients of every pattern of missing tags against sums over all taggings, in single precision, by
  /// products and by logarithms, and in double precision.
  @Test(arguments: [1, 10, 80, 300, 1e5, 1e30] as [Float], [1, 2, 5])
  func fieldLossesAreSumsOverAgreeingTaggings(size: Float, length: Int) {
    let gold = Array([0, 2, 1, 1, 2].prefix(length)) as [Int32]
    let isWide = size > 1e4
    for pattern in 0..<((1 << length) - 1) {
      let tags = gold.enumerated().map { pattern >> $0 & 1 == 1 ? .missingTag : $1 }
      let sentence = Sentence(tagCount: 3, tags: tags, size: size, seed: pattern)
      let (found, expected) = (sentence.evaluated(), sentence.enumerated)
      let tolerance = (isWide ? 1e-12 : 2e-6) * Double(size) * 11
      #expect(abs(found.loss - expected.loss) <= tolerance, "\(tags)")
      let worst = zip(found.gradients, expected.gradients).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(worst <= (isWide ? 2e-6 : min(1e-2, tolerance)), "\(tags)")
    }
  }

  /// The gradients of a field with a transition that is far from the others, by which sums of logarithms take the place
  /// of products.
  @Test(arguments: [0, 40] as [Float], 0..<5)
  func fieldsHaveTheGradientsOfTheirLosses(distance: Float, seed: Int) {
    let tags = Self.partial([0, 3, 2, 3, 1, 0], seed: seed, kept: seed)
    let sentence = Sentence(tagCount: 4, tags: tags, size: 1, seed: seed)
    sentence.parameters.base[5] -= distance
    let found = sentence.evaluated()
    func loss() -> Double { sentence.evaluated().loss }
    expectDerivatives(found.emissions.map { Float($0) }, of: loss, by: sentence.emissions.base, "emissions")
    expectDerivatives(
      (found.transitions + found.start + found.end).map { Float($0) }, of: loss, by: sentence.parameters.base,
      "parameters")
  }

  /// Gradients are in proportion to the scale.
  @Test func fieldGradientsAreScaled() {
    let sentence = Sentence(tagCount: 4, tags: [.missingTag, 2, .missingTag, .missingTag, 0, 1], size: 2, seed: 3)
    let (whole, part) = (sentence.evaluated(), sentence.evaluated(scale: 0.25))
    #expect(whole.loss == part.loss)
    #expect(zip(whole.gradients, part.gradients).allSatisfy { abs($0 / 4 - $1) <= 1e-6 })
  }

  /// Probabilities in long sentences, with long runs of missing tags, are as exact as in short ones, also of scores
  /// that single precision cannot tell apart.
  @Test(arguments: [1, 1e4] as [Float], [3, 60])
  func lengthCostsNoPrecision(size: Float, run: Int) {
    let (tagCount, length) = (4, 1000)
    var stream = RandomStream(seed: 6)
    let tags = (0..<length).map { time -> Int32 in
      let tag = Int32(stream.nextIndex(below: tagCount))
      return time / run % 2 == 0 ? .missingTag : tag
    }
    let sentence = Sentence(tagCount: tagCount, tags: tags, size: 10 * size, seed: run)
    let square = tagCount * tagCount
    for place in square..<(square + 2 * tagCount) { sentence.parameters.base[place] = 0 }
    let scores = sentence.emissions.values(length * tagCount).map(Double.init)
    let transitions = sentence.parameters.values(square).map(Double.init)
    let free = ExactField(scores, transitions, tagCount: tagCount)
    let agreeing = ExactField(
      scores.enumerated().map { place, score in
        let tag = tags[place / tagCount]
        return tag == .missingTag || Int(tag) == place % tagCount ? score : -.infinity
      }, transitions, tagCount: tagCount)

    let found = sentence.evaluated()
    #expect(abs(found.loss - (free.logPartition - agreeing.logPartition)) <= 1e-6 * free.logPartition)
    let tokens = zip(free.tags, agreeing.tags).map(-)
    #expect(zip(found.emissions, tokens).allSatisfy { abs($0 - $1) <= 8e-6 })
    let expected = zip(free.transitions, agreeing.transitions).map(-)
    #expect(zip(found.transitions, expected).allSatisfy { abs($0 - $1) <= 2e-6 * Double(length) })
  }

  // MARK: Networks

  private static let samples = SampleNetwork.all.filter { ["plain", "crf", "dropout"].contains($0.description) }

  /// A batch that keeps no tag.
  private func unlabelled(_ batch: Batch) -> Batch {
    var batch = batch
    batch.tags = batch.tags.map { _ in .missingTag }
    return batch
  }

  /// A step without any known tag is no error and changes nothing, learned weights of losses included.
  @Test(arguments: samples)
  func aBatchWithoutTagsChangesNothing(sample: SampleNetwork) throws {
    let weights = LearnedLossWeights(TaskNumbers([0.5, -1]))
    let network = TrainingNetwork(sample.parameters(), lossWeights: .learned(weights))
    let before = network.parameters
    for task in sample.shape.heads.indices {
      let batch = unlabelled(sample.batch([3, 1, 4], task: task, seed: 2))
      let (loss, gradients) = network.lossAndGradients(batch, task: task, stream: RandomStream(seed: 3))
      #expect(loss == 0)
      #expect(gradients.values.allSatisfy { $0 == 0 })
      #expect(try network.step(batch, task: task, learningRate: 0.5, stream: RandomStream(seed: 3)) == 0)
    }
    #expect(network.parameters == before)
    for task in sample.shape.heads.indices {
      #expect(network.lossWeights.weight(of: task) == weights.weight(of: task))
    }
  }

  /// Gradients of all tensors of a task's network, of sentences with some tags and one without any.
  @Test(arguments: samples)
  func gradientsAreThoseOfTheLoss(sample: SampleNetwork) {
    let network = TrainingNetwork(
      Parameters(layout: sample.layout, values: sample.parameters(seed: 3).values.map { 2 * $0 }))
    let values = FloatBuffer(network.parameters.values)
    for task in sample.shape.heads.indices {
      var batch = sample.batch([3, 2, 5, 4], task: task, seed: 2)
      batch.tags = Self.partial(batch.tags, seed: 5, kept: 0)
      for token in 3..<5 { batch.tags[token] = .missingTag }
      func evaluate() -> (loss: Double, gradients: Parameters) {
        network.parameters = Parameters(layout: sample.layout, values: values.values(values.capacity))
        return network.lossAndGradients(batch, task: task, stream: RandomStream(seed: 9))
      }
      let gradients = evaluate().gradients
      for tensor in sample.layout.tensors {
        switch tensor.role {
        case .head(let owner), .transitions(let owner): if owner != task { continue }
        case .embedding, .convolution, .encoder, .coupling: continue
        }
        expectDerivatives(
          Array(gradients[tensor.name]), of: { evaluate().loss }, by: values.base + tensor.range.lowerBound,
          "\(tensor.name), \(sample.shape.heads[task].task)")
      }
    }
  }

  /// Sentences without a tag neither add to the mean loss nor to the number that it is divided by.
  @Test(arguments: samples.filter { $0.shape.dropout == .init() })
  func sentencesWithoutTagsDoNotCount(sample: SampleNetwork) {
    let network = TrainingNetwork(sample.parameters(seed: 3))
    for task in sample.shape.heads.indices {
      let alone = sample.batch([3, 5], task: task, seed: 2)
      let other = unlabelled(sample.batch([4, 2, 6], task: task, seed: 7))
      let both = Batch(
        lengths: alone.lengths + other.lengths, words: alone.words + other.words,
        characters: alone.characters + other.characters,
        characterCounts: alone.characterCounts + other.characterCounts, tags: alone.tags + other.tags)
      let expected = network.lossAndGradients(alone, task: task, stream: nil)
      let found = network.lossAndGradients(both, task: task, stream: nil)
      #expect(abs(found.loss - expected.loss) <= 1e-6 * expected.loss)
      for tensor in sample.layout.tensors {
        expectClose(found.gradients[tensor.name], expected.gradients[tensor.name], tensor.name)
      }
    }
  }

  /// A batch without tags is none of those that sensitivities are the mean of.
  @Test(arguments: samples.filter { $0.shape.dropout == .init() })
  func sensitivitiesAreOfLabelledBatches(sample: SampleNetwork) throws {
    let network = TrainingNetwork(sample.parameters(seed: 3))
    let batch = sample.batch([3, 5], task: 0, seed: 2)
    var (some, all) = (ConnectionSensitivity(of: network, task: 0), ConnectionSensitivity(of: network, task: 0))
    try some.add(unlabelled(batch))
    #expect(some.mean.values.allSatisfy { $0 == 0 })
    try some.add(batch)
    try all.add(batch)
    #expect(some.mean == all.mean)
    #expect(all.mean.values.contains { $0 != 0 })
  }
}
