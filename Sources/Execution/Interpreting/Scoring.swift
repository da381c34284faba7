import Corpora
import Networks
import Planning
import Running

/// How well the network, as it is, solves task number `task` on `sentences`.
func score(
  _ network: TrainingNetwork, task: Int, _ data: TaskData, on sentences: LabelledSentences, isStopped: () -> Bool
) throws(StageFailure) -> Score {
  var tally: ScoreTally
  do throws(TagError) {
    tally = try ScoreTally(data.parameters.metric.metric, tags: data.tags, task: data.parameters.name)
  } catch {
    throw .tags(error)
  }
  for sentenceNumbers in BatchPlan.evaluation(lengths: sentences.lengths, size: 32).batches {
    if isStopped() { throw .interrupted }
    let batch = sentences.batch(of: sentenceNumbers, withCharacters: network.layout.shape.characters != nil)
    for (sentence, predicted) in zip(sentenceNumbers, network.predict(batch, task: task)) {
      tally.count(gold: sentences.tags[sentences.corpus.tokens(ofSentence: sentence)], predicted: predicted)
    }
  }
  return tally.score
}
