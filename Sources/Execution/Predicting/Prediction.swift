import Corpora
import ExperimentSpec
import MaskTools
import Networks
import Planning
import Running

/// The tags that a subnet gives to sentences.
package struct Prediction: Sendable {
  private let input: TaggingInput

  /// The tag of each token.
  package let tags: [String]

  /// The scores that the head gives to each of `tagNames`, token by token; empty if they were not asked for.
  private let scores: [[Float]]
  private let tagNames: [String]
  private let numbers: [Int32]

  /// Tags the sentences of `input`, 32 at a time as evaluation does; `threads` change no result.
  init(
    of input: TaggingInput, by subnet: TrainedSubnet, withScores: Bool, threads: Int
  ) throws(SubnetFailure) {
    let corpus: EncodedCorpus
    do throws(CorpusError) { corpus = try EncodedCorpus(input.corpus, vocabulary: subnet.vocabulary) } catch {
      throw .stage(.corpus(error))
    }
    let network = TrainingNetwork(subnet.parameters, masks: subnet.component.masks, threads: threads)
    let sentences = LabelledSentences(corpus: corpus, tags: [Int32](repeating: 0, count: corpus.words.count))
    let tagger = Tagger(data: subnet.data, number: subnet.index)
    if withScores {
      (numbers, scores) = tagger.tagsWithScores(of: sentences, by: network)
    } else {
      (numbers, scores) = (tagger.tags(of: sentences, by: network), [])
    }
    self.input = input
    tagNames = subnet.data.tags.predictable.map(\.self)
    tags = numbers.map { [tagNames] in tagNames[Int($0)] }
  }

  /// The input as columns, the tags as the last and, if scores were asked for, behind it one for each, as in
  /// `B-PER=1.25`.
  package var columns: String {
    if scores.isEmpty { return input.tagged(tags, as: .columns) }
    return input.tagged(tags, as: .columns) { token in zip(tagNames, scores[token]).map { "\($0)=\($1)" } }
  }

  /// The input with a sentence a line and every token as token/TAG.
  package var taggedText: String { input.tagged(tags, as: .tagged) }

  /// How well the tags fit those in the input's column called `column`, counted as the task's own data are.
  package func score(against column: String, of subnet: TrainedSubnet) throws(SubnetFailure) -> PredictionScore {
    do throws(StageFailure) {
      return try score(subnet.data, try gold(column, subnet.data))
    } catch {
      throw .stage(error)
    }
  }

  private func gold(_ column: String, _ data: TaskData) throws(StageFailure) -> CorpusColumn {
    let written: CorpusColumn
    do throws(CorpusError) { written = try input.corpus.column(column) } catch { throw .corpus(error) }
    return try data.parameters.inScheme(written, of: input.corpus)
  }

  private func score(_ data: TaskData, _ gold: CorpusColumn) throws(StageFailure) -> PredictionScore {
    let training = CorpusColumn(name: data.tags.column, texts: data.tags.predictable)
    // Gold tags that training lacks get numbers of their own.
    let tags = TagSet(training: training, others: [gold])
    let goldNumbers = tags.encode(gold)
    var tally = try Tagger(data: data, number: 0).tally(over: tags)
    for sentence in 0..<input.corpus.sentenceCount {
      let tokens = input.corpus.tokens(ofSentence: sentence)
      tally.count(gold: goldNumbers[tokens], predicted: numbers[tokens])
    }
    return PredictionScore(tally.score, of: data.parameters.name)
  }
}

/// How well predicted tags fit gold tags.
package struct PredictionScore: Hashable, Sendable, CustomStringConvertible {
  package let task: String
  let score: Score

  init(_ score: Score, of task: String) {
    self.task = task
    self.score = score
  }

  /// The task and its score with the counts that it is made of.
  package var description: String { "\(task): \(score)" }
}
