package import Model

/// A count of right and wrong predictions, sentence by sentence.
///
/// Spans are counted as by conlleval, the scorer of the CoNLL shared tasks, which reads any sequence of tags,
/// well formed or not, by what the letters of the task's scheme stand for.
package struct ScoreTally: Sendable {
  private let metric: Metric
  private let tagNames: [String]
  private var tags: TagCounts
  private let spanTags: SpanTagSet?

  private var errors = ConfusionCounts()

  /// For each sentence the tokens that have a gold tag, and those of them that have the right one.
  private var sentences: [(tokens: Int, correct: Int)] = []

  /// What was counted of types or tags, in the order in which sentences were counted.
  private var entries: [SentenceOutcomes.Entry] = []

  /// Starts counting for `metric` over tags that are indices into `tags`, as made for the task called `task`.
  ///
  /// Tags of spans are in `scheme`; in BIOES where it is `nil`.
  ///
  /// Throws: `TagError` where the metric is of spans and a tag is none of the scheme, or only some tags have types.
  package init(_ metric: Metric, tags: TagSet, scheme: TagScheme?, task: String) throws(TagError) {
    self.metric = metric
    tagNames = tags.tags
    self.tags = TagCounts(tagCount: tags.tags.count)
    switch metric.descriptor.averaging {
    case .tokens, .tags: spanTags = nil
    case .spans:
      let scheme = scheme ?? .bioes
      do { spanTags = try SpanTagSet(tags.tags, in: scheme) } catch {
        throw TagError(error, column: tags.column, corpus: "task '\(task)'", line: nil, scheme: scheme)
      }
    }
  }

  /// Counts the sentence with this number, from 0, or else the one after the last; of one with missing gold tags, each
  /// run of tokens between them as a sentence of its own.
  ///
  /// So neither tokens without a gold tag nor predicted spans that hold such tokens count. Sentences come in any order.
  /// Requires: both are as long, and all their elements are indices into the tags, or, in `gold`, `Int32.missingTag`.
  package mutating func count(
    gold: some Collection<Int32>, predicted: some Collection<Int32>, ofSentence number: Int? = nil
  ) {
    precondition(gold.count == predicted.count, "a sentence has as many predicted as gold tags")
    var sentence = SentenceCounts(number: number ?? sentences.count)
    var run: (gold: [Int], predicted: [Int]) = ([], [])
    for (right, found) in zip(gold, predicted) {
      guard let right = right.knownTag else {
        countRun(gold: run.gold, predicted: run.predicted, in: &sentence)
        run = ([], [])
        continue
      }
      run.gold.append(right)
      run.predicted.append(Int(found))
    }
    countRun(gold: run.gold, predicted: run.predicted, in: &sentence)
    while sentences.count <= sentence.number { sentences.append((0, 0)) }
    sentences[sentence.number] = (sentence.tokens, sentence.correct)
    entries += sentence.categories.sorted { $0.key < $1.key }.map { category, counts in
      SentenceOutcomes.Entry(sentence: sentence.number, category: category, counts: counts)
    }
  }

  /// What was counted of one sentence.
  private struct SentenceCounts {
    let number: Int
    var tokens = 0
    var correct = 0

    /// The counts of each category, by its number.
    var categories: [Int: MatchCounts] = [:]

    mutating func count(gold: Int) { categories[gold, default: MatchCounts()].gold += 1 }
    mutating func count(predicted: Int) { categories[predicted, default: MatchCounts()].predicted += 1 }
    mutating func count(correct: Int) { categories[correct, default: MatchCounts()].correct += 1 }
  }

  /// Counts tokens that all have a gold tag.
  private mutating func countRun(gold: [Int], predicted: [Int], in sentence: inout SentenceCounts) {
    sentence.tokens += gold.count
    for (right, found) in zip(gold, predicted) {
      tags.count(gold: right, predicted: found)
      errors.count(gold: right, predicted: found)
      if right == found { sentence.correct += 1 }
    }
    switch metric.descriptor.basis {
    case .tokens: break
    case .tags:
      for (right, found) in zip(gold, predicted) {
        sentence.count(gold: right)
        sentence.count(predicted: found)
        if right == found { sentence.count(correct: right) }
      }
    case .spans:
      guard let spanTags else { return }
      let sought = gold.map { spanTags.tags[$0] }.spans
      let found = predicted.map { spanTags.tags[$0] }.spans
      let first = spanTags.spanTypes.lowerBound
      for span in sought { sentence.count(gold: span.type - first) }
      for span in found { sentence.count(predicted: span.type - first) }
      for span in common(sought, found) { sentence.count(correct: span.type - first) }
      errors.count(gold: sought, predicted: found)
    }
  }

  /// What entries are about.
  private var categories: [String] {
    switch metric.descriptor.basis {
    case .tokens: []
    case .tags: tagNames
    case .spans: spanTags.map { set in set.spanTypes.map { set.types[$0] } } ?? []
    }
  }

  /// What was counted so far.
  package var score: Score {
    var spans: [TypeCounts] = []
    switch metric.descriptor.basis {
    case .tokens, .tags: break
    case .spans:
      var counts = [MatchCounts](repeating: MatchCounts(), count: categories.count)
      for entry in entries { counts[entry.category] = counts[entry.category] + entry.counts }
      spans = zip(categories, counts).map { TypeCounts(type: $0, counts: $1) }
    }
    return Score(metric: metric, tags: tags, spansByType: spans, tokensByTag: tags.byTag(named: tagNames))
  }

  /// What was counted so far, sentence by sentence; nothing of sentences that were not counted.
  package var outcomes: SentenceOutcomes {
    SentenceOutcomes(
      metric: metric, categories: categories, tokens: sentences.map(\.tokens), correct: sentences.map(\.correct),
      entries: entries.sorted { ($0.sentence, $0.category) < ($1.sentence, $1.category) })
  }

  /// The errors that were counted so far, by their kinds.
  package var confusion: Confusion { errors.named(tags: tagNames, types: spanTags?.types ?? []) }

  /// The spans that both hold. Requires: the spans of each are in order and do not overlap.
  private func common(_ left: [TagSpan], _ right: [TagSpan]) -> [TagSpan] {
    var common: [TagSpan] = []
    var (l, r) = (0, 0)
    while l < left.count, r < right.count {
      if left[l] == right[r] { common.append(left[l]) }
      if left[l].tokens.lowerBound <= right[r].tokens.lowerBound { l += 1 } else { r += 1 }
    }
    return common
  }
}
