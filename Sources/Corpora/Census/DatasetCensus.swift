package import Model
import Text

/// What one split of a dataset holds.
package struct SplitCensus: Hashable, Sendable {
  package let split: Split
  package let sentences: Int
  package let tokens: Int

  /// Distinct words, as they are written.
  package let words: Int

  /// The number of tokens of the longest sentence, and its place.
  package let longest: Int
  package let longestPlace: TokenPlace

  /// The labels of each task.
  package let tasks: [LabelCensus]

  /// Words that training data does not have, in the form that is looked up; `nil` for training data, and without any.
  package let unknown: UnknownWords?

  /// Sentences whose tokens are those of a training sentence; `nil` for training data, and without any.
  package let shared: Int?

  /// Labels that training data does not have, by task, for tasks that have any.
  package let unseen: [UnseenLabels]

  /// The number of tokens above which a sentence is reported.
  package static let longestUsual = 10_000

  /// Distinct words and their tokens.
  package struct UnknownWords: Hashable, Sendable {
    package let words: Int
    package let tokens: Int
  }

  /// Labels of a task that training data does not have.
  package struct UnseenLabels: Hashable, Sendable {
    package let task: CensusTask
    package let labels: [LabelCensus.Label]

    /// The labels in `census` that are none of `known`; `nil` if there are none.
    package init?(_ census: LabelCensus, unlike known: [LabelCensus.Label]) {
      let known = Set(known.map { ExactText($0.text) })
      labels = census.labels.filter { !known.contains(ExactText($0.text)) }
      task = census.task
      if labels.isEmpty { return nil }
    }

    /// How many spans or tokens have one of the labels.
    package var count: Int { labels.reduce(0) { $0 + $1.count } }
  }
}

/// What a dataset holds, split by split.
package struct DatasetCensus: Hashable, Sendable {
  /// The splits that there are, training data first.
  package let splits: [SplitCensus]

  /// Labels of one task that look the same, by task.
  package let lookalikes: [Lookalikes]

  /// Labels that differ only in characters that cannot be seen or in how characters are composed.
  package struct Lookalikes: Hashable, Sendable {
    package let task: CensusTask
    package let labels: [LabelCensus.Label]
  }

  /// Looks at the corpus of each split for `tasks`; words are looked up as `normalization` says.
  package init(_ corpora: [Split: Corpus], _ tasks: [CensusTask], _ normalization: WordNormalization) {
    var training: TrainingFacts?
    var splits: [SplitCensus] = []
    for split in Split.allCases {
      guard let corpus = corpora[split] else { continue }
      splits.append(SplitCensus(corpus, split, tasks, training))
      if split == .train { training = TrainingFacts(corpus, splits[0], normalization) }
    }
    self.splits = splits
    lookalikes = tasks.flatMap { [splits] task in
      Self.lookalikes(of: splits.flatMap { $0.tasks.filter { $0.task == task }.flatMap(\.written) })
        .map { Lookalikes(task: task, labels: $0) }
    }
  }

  /// Groups of at least two labels that look the same, each label once.
  private static func lookalikes(of labels: [LabelCensus.Label]) -> [[LabelCensus.Label]] {
    var groups: [String: [LabelCensus.Label]] = [:]
    var order: [String] = []
    for label in labels {
      // Texts that are canonically equivalent are equal as keys.
      let key = String(
        String.UnicodeScalarView(
          label.text.unicodeScalars.filter { $0 != " " && $0.isVisible }))
      if groups[key] == nil { order.append(key) }
      if groups[key]?.contains(where: { ExactText($0.text) == ExactText(label.text) }) != true {
        groups[key, default: []].append(label)
      }
    }
    return order.compactMap { groups[$0] }.filter { $0.count > 1 }
  }
}

/// What other splits are compared with.
private struct TrainingFacts {
  let normalization: WordNormalization
  let forms: Set<ExactText>
  let sentences: Set<ExactText>

  /// The labels of each task that is trained on the data, by its name.
  let labels: [String: [LabelCensus.Label]]

  /// What is in `corpus`, the training data, which `census` is about.
  init(_ corpus: Corpus, _ census: SplitCensus, _ normalization: WordNormalization) {
    self.normalization = normalization
    forms = Set(corpus.columns[0].values.map { ExactText(normalization.form(of: $0)) })
    sentences = Set((0..<corpus.sentenceCount).map { ExactText(corpus.sentenceKey($0)) })
    let trained = census.tasks.filter { $0.task.isTrained && $0.isReadable }
    labels = Dictionary(trained.map { ($0.task.name, $0.labels) }, uniquingKeysWith: { first, _ in first })
  }
}

extension SplitCensus {
  fileprivate init(_ corpus: Corpus, _ split: Split, _ tasks: [CensusTask], _ training: TrainingFacts?) {
    self.split = split
    sentences = corpus.sentenceCount
    tokens = corpus.tokenCount
    let words = corpus.columns[0]
    self.words = words.values.count
    let lengths = corpus.sentenceLengths
    longest = lengths.max() ?? 0
    let sentence = lengths.firstIndex(of: longest) ?? 0
    longestPlace = TokenPlace(corpus.sentenceStarts[sentence], sentence: sentence, of: corpus)
    self.tasks = tasks.compactMap { LabelCensus($0, in: corpus) }
    guard let training else {
      (unknown, shared, unseen) = (nil, nil, [])
      return
    }
    let counts = words.valueCounts
    let unknownIDs = words.values.indices.filter {
      !training.forms.contains(ExactText(training.normalization.form(of: words.values[$0])))
    }
    unknown = UnknownWords(words: unknownIDs.count, tokens: unknownIDs.reduce(0) { $0 + counts[$1] })
    shared = (0..<corpus.sentenceCount).count { training.sentences.contains(ExactText(corpus.sentenceKey($0))) }
    unseen = self.tasks.compactMap { census in
      training.labels[census.task.name].flatMap { UnseenLabels(census, unlike: $0) }
    }
  }
}

extension LabelCensus {
  /// Looks at the labels of `task` in `corpus`; `nil` where it does not have the column.
  fileprivate init?(_ task: CensusTask, in corpus: Corpus) {
    guard let column = corpus.columns.first(where: { $0.name == task.column }) else { return nil }
    self.init(task, in: corpus, column)
  }
}

extension Corpus {
  /// A text that two sentences have in common only if they have the same tokens.
  fileprivate func sentenceKey(_ sentence: Int) -> String {
    tokens(ofSentence: sentence).map { columns[0][$0] }.joined(separator: "\u{1F}")
  }
}
