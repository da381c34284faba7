import Corpora
import ExperimentSpec
import Model
import Networks
import Planning
import Randomness
import Running

/// The solver of tasks that predict a tag for each token.
///
/// The loss is that of the network's head; a sentence's tags are those that the head finds best together.
struct Tagger: TaskSolver {
  let data: TaskData

  /// The task's number in the network.
  let number: Int

  /// How many sentences are tagged at a time.
  private static let batchSize = 32

  func trainingBatch(of sentences: [Int], for network: TrainingNetwork) -> Batch {
    data.train.batch(of: sentences, withCharacters: network.layout.shape.characters != nil)
  }

  func step(
    _ network: TrainingNetwork, on sentences: [Int], learningRate: Float, stream: RandomStream
  ) throws(NumericalFailure) -> (loss: Float, tokens: Int) {
    let batch = trainingBatch(of: sentences, for: network)
    let loss = try network.step(batch, task: number, learningRate: learningRate, stream: stream)
    return (loss, batch.labelledTokenCount)
  }

  func tally(
    _ network: TrainingNetwork, on sentences: LabelledSentences, isStopped: () -> Bool
  ) throws(StageFailure) -> ScoreTally {
    var tally = try tally(over: data.tags)
    for numbers in batches(of: sentences) {
      if isStopped() { throw .interrupted }
      let batch = sentences.batch(of: numbers, withCharacters: network.layout.shape.characters != nil)
      for (sentence, predicted) in zip(numbers, network.predict(batch, task: number)) {
        let gold = sentences.tags[sentences.corpus.tokens(ofSentence: sentence)]
        tally.count(gold: gold, predicted: predicted, ofSentence: sentence)
      }
    }
    return tally
  }

  /// An empty count by the task's metric over `tags`.
  func tally(over tags: TagSet) throws(StageFailure) -> ScoreTally {
    do throws(TagError) {
      return try ScoreTally(
        data.parameters.metric, tags: tags, scheme: data.parameters.scheme?.to, task: data.parameters.name)
    } catch {
      throw .tags(error)
    }
  }

  /// The tag of each token of `sentences`, as its number.
  func tags(of sentences: LabelledSentences, by network: TrainingNetwork) -> [Int32] {
    var tags = [Int32](repeating: 0, count: sentences.corpus.words.count)
    for numbers in batches(of: sentences) {
      let batch = sentences.batch(of: numbers, withCharacters: network.layout.shape.characters != nil)
      for (sentence, found) in zip(numbers, network.predict(batch, task: number)) {
        tags.replaceSubrange(sentences.corpus.tokens(ofSentence: sentence), with: found)
      }
    }
    return tags
  }

  /// The same, and for each token the head's scores of all tags.
  func tagsWithScores(
    of sentences: LabelledSentences, by network: TrainingNetwork
  ) -> (tags: [Int32], scores: [[Float]]) {
    var tags = [Int32](repeating: 0, count: sentences.corpus.words.count)
    var scores = [[Float]](repeating: [], count: tags.count)
    for numbers in batches(of: sentences) {
      let batch = sentences.batch(of: numbers, withCharacters: network.layout.shape.characters != nil)
      for (sentence, found) in zip(numbers, network.predictWithScores(batch, task: number)) {
        tags.replaceSubrange(sentences.corpus.tokens(ofSentence: sentence), with: found.tags)
        scores.replaceSubrange(sentences.corpus.tokens(ofSentence: sentence), with: found.scores)
      }
    }
    return (tags, scores)
  }

  /// The tags that a model can predict, in the order of the head's rows.
  var metadata: [String: String] {
    ["tags.\(data.parameters.name)": data.tags.predictable.joined(separator: " ")]
  }

  private func batches(of sentences: LabelledSentences) -> [[Int]] {
    BatchPlan.evaluation(lengths: sentences.lengths, size: Self.batchSize).batches
  }
}
