package import Model

/// A count of right and wrong predictions, sentence by sentence, in any order.
///
/// Spans are counted as by conlleval, the scorer of the CoNLL shared tasks, which reads any sequence of tags,
/// well formed or not, by what the letters of the task's scheme stand for.
package struct ScoreTally: Sendable {
  private let metric: Metric
  private var tags: TagCounts
  private let spanTags: SpanTagSet?

  /// The counts of each type in `spanTags`.
  private var spans: [SpanCounts]

  /// Starts counting for `metric` over tags that are indices into `tags`, as made for the task called `task`.
  ///
  /// Tags of spans are in `scheme`; in BIOES where it is `nil`.
  ///
  /// Throws: `TagError` where the metric is of spans and a tag is none of the scheme, or only some tags have types.
  package init(_ metric: Metric, tags: TagSet, scheme: TagScheme?, task: String) throws(TagError) {
    self.metric = metric
    self.tags = TagCounts(tagCount: tags.tags.count)
    switch metric.descriptor.averaging {
    case .tokens, .tags: spanTags = nil
    case .spans:
      let scheme = scheme ?? .bioes
      do { spanTags = try SpanTagSet(tags.tags, in: scheme) } catch {
        throw TagError(error, column: tags.column, corpus: "task '\(task)'", line: nil, scheme: scheme)
      }
    }
    spans = Array(repeating: SpanCounts(), count: spanTags?.types.count ?? 0)
  }

  /// Counts one sentence; of one with missing gold tags, each run of tokens between them as a sentence of its own.
  ///
  /// So neither tokens without a gold tag nor predicted spans that hold such tokens count.
  /// Requires: both are as long, and all their elements are indices into the tags, or, in `gold`, `Int32.missingTag`.
  package mutating func count(gold: some Collection<Int32>, predicted: some Collection<Int32>) {
    precondition(gold.count == predicted.count, "a sentence has as many predicted as gold tags")
    var run: (gold: [Int], predicted: [Int]) = ([], [])
    for (right, found) in zip(gold, predicted) {
      guard let right = right.knownTag else {
        countRun(gold: run.gold, predicted: run.predicted)
        run = ([], [])
        continue
      }
      run.gold.append(right)
      run.predicted.append(Int(found))
    }
    countRun(gold: run.gold, predicted: run.predicted)
  }

  /// Counts tokens that all have a gold tag.
  private mutating func countRun(gold: [Int], predicted: [Int]) {
    for (right, found) in zip(gold, predicted) { tags.count(gold: right, predicted: found) }
    guard let spanTags else { return }
    let sought = gold.map { spanTags.tags[$0] }.spans
    let found = predicted.map { spanTags.tags[$0] }.spans
    for span in sought { spans[span.type].gold += 1 }
    for span in found { spans[span.type].predicted += 1 }
    for span in common(sought, found) { spans[span.type].correct += 1 }
  }

  /// What was counted so far.
  package var score: Score {
    let spansByType = spanTags.map { set in
      set.spanTypes.map { TypedSpanCounts(type: set.types[$0], counts: spans[$0]) }
    }
    return Score(
      metric: metric, tags: tags, spans: spans.reduce(SpanCounts(), +), spansByType: spansByType ?? [])
  }

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
