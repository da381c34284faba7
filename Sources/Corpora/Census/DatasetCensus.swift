import Model

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

  /// What the labels of each task are.
  package let tasks: [LabelCensus]

  /// Words that training data does not have, in the form that is looked up; `nil` for training data.
  package let unknown: UnknownWords?

  /// Sentences whose tokens are those of a training sentence; `nil` for training data.
  package let shared: Int?

  /// Labels that training data does not have, by task, for tasks that have any.
  package let unseen: [UnseenLabels]

  /// More tokens than sentences of real text have.
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

    /// How many spans or tokens have one of the labels.
    package var count: Int { labels.reduce(0) { $0 + $1.count } }
  }
}

/// What a dataset holds, split by split.
package struct DatasetCensus: Hashable, Sendable {
  /// The splits that there are, training data first.
  package let splits: [SplitCensus]

  /// Names of labels of one task that look the same, by task.
  package let lookalikes: [Lookalikes]

  /// Labels that differ only in characters that cannot be seen or in how characters are composed.
  package struct Lookalikes: Hashable, Sendable {
    package let task: CensusTask
    package let labels: [LabelCensus.Label]
  }

  /// Looks at `dataset` for `tasks`, whose columns all corpora have; words are looked up as `normalization` says.
  package init(_ dataset: Dataset, _ tasks: [CensusTask], _ normalization: WordNormalization) {
    let training = TrainingFacts(dataset.train, tasks, normalization)
    splits = Split.allCases.compactMap { split in
      dataset[split].map { SplitCensus($0, split, tasks, training, normalization) }
    }
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
          label.text.unicodeScalars.filter {
            !$0.properties.isDefaultIgnorableCodePoint && $0.properties.generalCategory != .format
          }))
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
  let forms: Set<ExactText>
  let sentences: Set<ExactText>

  /// The labels of each task.
  let labels: [[LabelCensus.Label]]

  init(_ corpus: Corpus, _ tasks: [CensusTask], _ normalization: WordNormalization) {
    let words = corpus.columns[0]
    forms = Set(words.values.map { ExactText(normalization.form(of: $0)) })
    sentences = Set((0..<corpus.sentenceCount).map { ExactText(corpus.sentenceKey($0)) })
    labels = tasks.map { task in LabelCensus(task, in: corpus)?.labels ?? [] }
  }
}

extension SplitCensus {
  fileprivate init(
    _ corpus: Corpus, _ split: Split, _ tasks: [CensusTask], _ training: TrainingFacts,
    _ normalization: WordNormalization
  ) {
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
    guard split != .train else {
      (unknown, shared, unseen) = (nil, nil, [])
      return
    }
    let counts = words.valueCounts
    let unknownIDs = words.values.indices.filter {
      !training.forms.contains(ExactText(normalization.form(of: words.values[$0])))
    }
    unknown = UnknownWords(words: unknownIDs.count, tokens: unknownIDs.reduce(0) { $0 + counts[$1] })
    shared = (0..<corpus.sentenceCount).count { training.sentences.contains(ExactText(corpus.sentenceKey($0))) }
    unseen = zip(self.tasks, training.labels).compactMap { task, known in
      let known = Set(known.map { ExactText($0.text) })
      let labels = task.labels.filter { !known.contains(ExactText($0.text)) }
      return labels.isEmpty ? nil : UnseenLabels(task: task.task, labels: labels)
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
