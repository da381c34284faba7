import Corpora
import ExperimentSpec
import Model
import Networks
import Planning
import Running

/// The sentences of one split with one task's tags, as numbers.
struct LabelledSentences: Sendable {
  let corpus: EncodedCorpus

  /// The tag of each token, as an index into the task's tag set.
  let tags: [Int32]

  /// The number of tokens of each sentence.
  var lengths: [Int] { (0..<corpus.sentenceCount).map { corpus.tokens(ofSentence: $0).count } }

  /// The sentences with these numbers, one after the other.
  func batch(of sentences: [Int], withCharacters: Bool) -> Batch {
    var batch = Batch(lengths: [], words: [])
    for sentence in sentences {
      let tokens = corpus.tokens(ofSentence: sentence)
      batch.lengths.append(tokens.count)
      batch.words += corpus.words[tokens]
      batch.tags += tags[tokens]
      guard withCharacters else { continue }
      for token in tokens {
        let characters = corpus.characters(ofToken: token)
        batch.characterCounts.append(characters.count)
        batch.characters += characters
      }
    }
    return batch
  }
}

/// What a stage needs to know of a task: its tags and its sentences.
struct TaskData: Sendable {
  let parameters: TaskParameters
  let tags: TagSet
  let train: LabelledSentences

  /// The text of the training sentences, for messages that name them.
  let trainingText: Corpus

  let dev: LabelledSentences

  /// The sentences that results are reported on, where the stage may see them.
  let test: LabelledSentences?
}

extension DatasetLibrary {
  /// The data of `task`, its words numbered by `vocabulary`, which the stage `source` made. If a `set` is given, it
  /// takes the place of the test split; a task that is not scored on it has none.
  func data(
    of task: TaskParameters, testedOn set: EvaluatedSet?, vocabulary: Vocabulary, from source: StageID
  ) throws(StageFailure) -> TaskData {
    let dataset = try dataset(task.corpus, layer: task.target)
    let train = try task.column(of: dataset.train)
    let dev = try task.column(of: dataset.dev)
    let test: TestColumn? =
      if let set {
        try testColumn(of: task, on: set)
      } else if let corpus = dataset.test {
        TestColumn(column: try task.column(of: corpus), source: task.corpus, split: .test)
      } else {
        nil
      }
    let tags = TagSet(training: train, others: [dev] + [test?.column].compactMap(\.self))
    if tags.predictableCount == 0 { throw .corpus(.noLabels(file: dataset.train.name, column: train.name)) }
    func labelled(
      _ split: Split, of corpus: CorpusSource, _ column: CorpusColumn
    ) throws(StageFailure) -> LabelledSentences {
      let corpus = try encodedCorpus(corpus, split, vocabulary: vocabulary, from: source)
      return LabelledSentences(corpus: corpus, tags: tags.encode(column))
    }
    let reported: LabelledSentences? =
      if let test { try labelled(test.split, of: test.source, test.column) } else { nil }
    return TaskData(
      parameters: task, tags: tags, train: try labelled(.train, of: task.corpus, train), trainingText: dataset.train,
      dev: try labelled(.dev, of: task.corpus, dev), test: reported)
  }

  /// A task's labels of the sentences that results are reported on, and where these are.
  private struct TestColumn {
    let column: CorpusColumn
    let source: CorpusSource
    let split: Split
  }

  /// The labels of `task` in `set`; `nil` if the task is not scored on it.
  private func testColumn(of task: TaskParameters, on set: EvaluatedSet) throws(StageFailure) -> TestColumn? {
    guard let scored = set.tasks.first(where: { $0.name == task.name }) else { return nil }
    let corpus = try corpus(set.corpus, set.split, scored.target)
    return TestColumn(column: try task.column(scored.target, of: corpus), source: set.corpus, split: set.split)
  }
}

extension TaskParameters {
  /// The column of `corpus` that the task predicts, in the scheme that it predicts.
  fileprivate func column(of corpus: Corpus) throws(StageFailure) -> CorpusColumn { try column(target, of: corpus) }

  /// What `corpus` has at `target` of the labels that the task predicts, in the scheme that it predicts.
  fileprivate func column(_ target: Target, of corpus: Corpus) throws(StageFailure) -> CorpusColumn {
    let column = try target.column(of: corpus)
    guard let scheme else { return column.read(as: labels) }
    do throws(TagError) {
      return try TagConversion(
        column, of: corpus, from: scheme.from, to: scheme.to, repair: scheme.repair, reading: labels
      ).column
    } catch {
      throw .tags(error)
    }
  }
}

extension TaskParameters.Target {
  /// The column of `corpus`, as it is written.
  func column(of corpus: Corpus) throws(StageFailure) -> CorpusColumn {
    do throws(CorpusError) {
      switch self {
      case .column(let column): return try corpus.column(column.layer.name)
      case .layer(let name): return try corpus.column(name)
      case .derived(.position): return corpus.positionColumn()
      }
    } catch {
      throw .corpus(error)
    }
  }
}
