import Corpora
import ExperimentSpec
import MaskTools
import Model
import Networks
import Planning
import Running

/// The tags that a subnet gives to sentences.
package struct Prediction: Sendable {
  private let input: TaggingInput

  /// The task whose tags these are.
  private let parameters: TaskParameters

  /// The tag of each token, as it is written.
  package let tags: [String]

  /// The tags beside gold tags, both in the scheme of the data; `nil` without gold tags.
  private let comparison: TagComparison?

  /// The scores that the head gives to each of `tagNames`, token by token; empty if they were not asked for.
  private let scores: [[Float]]
  private let tagNames: [String]

  /// Tags the sentences of `input`, 32 at a time as evaluation does; `threads` change no result.
  init(
    of input: TaggingInput, gold: CorpusColumn?, by subnet: TrainedSubnet, withScores: Bool, asPredicted: Bool,
    threads: Int
  ) throws(SubnetFailure) {
    let corpus: EncodedCorpus
    do throws(CorpusError) { corpus = try EncodedCorpus(input.corpus, vocabulary: subnet.vocabulary) } catch {
      throw .stage(.corpus(error))
    }
    let network = TrainingNetwork(subnet.parameters, masks: subnet.component.masks, threads: threads)
    let sentences = LabelledSentences(corpus: corpus, tags: [Int32](repeating: 0, count: corpus.words.count))
    let tagger = Tagger(data: subnet.data, number: subnet.index)
    let numbers: [Int32]
    if withScores {
      (numbers, scores) = tagger.tagsWithScores(of: sentences, by: network)
    } else {
      (numbers, scores) = (tagger.tags(of: sentences, by: network), [])
    }
    self.input = input
    let parameters = subnet.data.parameters
    self.parameters = parameters
    let names = subnet.data.tags.predictable.map(\.self)
    tagNames = names
    let predicted = numbers.map { names[Int($0)] }
    do throws(TagError) {
      let inSchemeOfData = try parameters.inSchemeOfData(predicted, of: input.corpus)
      tags = asPredicted ? predicted : inSchemeOfData
      comparison = try gold.map { gold throws(TagError) in
        TagComparison(
          gold: try parameters.gold(gold, of: input.corpus), predicted: inSchemeOfData, of: input.corpus,
          scheme: parameters.scheme?.from)
      }
    } catch {
      throw .stage(.tags(error))
    }
  }

  /// The input as it was read, with the tags: a further column, or what its format has for that.
  package var asRead: String { input.tagged(tags, as: .asRead(task: parameters.name)) }

  /// The input as columns, the tags as the last and, if scores were asked for, behind it one for each, as in
  /// `B-PER=1.25`.
  package var columns: String { input.tagged(tags, as: .columns, extra: shownScores) }

  /// The input with a sentence a line and every token as token/TAG.
  package var taggedText: String { input.tagged(tags, as: .tagged) }

  private func shownScores(of token: Int) -> [String] {
    scores.isEmpty ? [] : zip(tagNames, scores[token]).map { "\($0)=\($1)" }
  }

  // MARK: Gold tags

  /// A token a line with its gold tag and its tag, then scores if they were asked for; `nil` without gold tags.
  ///
  /// Blanks are between columns, or tabs where the dataset's tokens and labels may hold blanks. With `onlyErrors` only
  /// sentences with a wrong tag, whose tokens have a column for marks behind the tags.
  package func columnsWithGold(onlyErrors: Bool) -> String? {
    comparison?.columns(
      separator: parameters.corpus.separator, missing: parameters.labels.missing ?? "_", onlyErrors: onlyErrors,
      extra: shownScores)
  }

  /// How well the tags fit the gold tags by the task's metric, both in the scheme of the data; `nil` without gold tags.
  ///
  /// Gold tags count as they are written, malformed or not.
  package func score() throws(SubnetFailure) -> PredictionScore? {
    guard let comparison else { return nil }
    do throws(TagError) {
      return PredictionScore(try comparison.score(parameters.metric, task: parameters.name), of: parameters.name)
    } catch {
      throw .stage(.tags(error))
    }
  }

  /// How many tags are wrong, and which are taken for which; `nil` without gold tags.
  package var errors: String? { comparison.map { "\(parameters.name): \($0.errors)" } }
}

extension TaskParameters {
  /// Tags that the network predicts for the tokens of `corpus`, in the scheme of the data.
  fileprivate func inSchemeOfData(_ tags: [String], of corpus: Corpus) throws(TagError) -> [String] {
    guard let scheme else { return tags }
    let column = CorpusColumn(name: name, texts: tags)
    let written = try column.predicted(of: corpus, in: scheme.to, forDataIn: scheme.from)
    return tags.indices.map { written[$0] }
  }

  /// Gold tags as they are written in the data, with the labels that the task renames or drops.
  fileprivate func gold(_ column: CorpusColumn, of corpus: Corpus) throws(TagError) -> CorpusColumn {
    guard let scheme else { return column.read(as: labels) }
    switch scheme.repair {
    case .conlleval: break
    case .reject:
      _ = try TagConversion(
        column, of: corpus, from: scheme.from, to: scheme.from, repair: .reject, reading: labels)
    }
    return try column.written(of: corpus, in: scheme.from, reading: labels)
  }
}

extension CorpusSource {
  /// What stands between columns that are made of the source's tokens and labels.
  fileprivate var separator: String {
    switch self {
    case .synthetic: return " "
    case .files(let files):
      switch files.format {
      case .columns(let layout):
        switch layout.separator {
        case .blanks: return " "
        case .tab: return "\t"
        }
      case .conllu, .jsonl: return "\t"
      }
    }
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
