package import Model

/// What the metric of a task counts, sentence by sentence: what the score of any of the sentences follows from.
package struct SentenceOutcomes: Hashable, Sendable {
  package let metric: Metric

  /// What entries are about: the types of spans, or tags, by their numbers; none where tokens are counted.
  package let categories: [String]

  /// For each sentence the tokens that have a gold tag, and those of them that have the right one.
  package let tokens: [Int]
  package let correct: [Int]

  /// What was counted of a category in a sentence, where that is anything: in the order of sentences and categories.
  package let entries: [Entry]

  package struct Entry: Hashable, Sendable {
    /// The number of the sentence, from 0.
    package let sentence: Int

    /// The place in `categories`.
    package let category: Int

    package let counts: MatchCounts

    package init(sentence: Int, category: Int, counts: MatchCounts) {
      self.sentence = sentence
      self.category = category
      self.counts = counts
    }
  }

  /// Requires: `tokens` and `correct` have a number for every sentence, and entries name sentences and categories that
  /// there are.
  package init(metric: Metric, categories: [String], tokens: [Int], correct: [Int], entries: [Entry]) {
    self.metric = metric
    self.categories = categories
    self.tokens = tokens
    self.correct = correct
    self.entries = entries
  }

  package var sentenceCount: Int { tokens.count }
}

// MARK: Counters

extension SentenceOutcomes {
  /// How many counters the metric's value follows from, for each sentence.
  package var counterCount: Int {
    switch metric.descriptor.basis {
    case .tokens: 2
    case .spans: 3
    case .tags: 3 * max(1, categories.count)
    }
  }

  /// The counters of all sentences: right and all tokens; right, predicted and gold spans; or these three of each tag.
  /// Shape: sentences × `counterCount`, row by row.
  package var counters: [Int32] {
    let width = counterCount
    var counters = [Int32](repeating: 0, count: sentenceCount * width)
    switch metric.descriptor.basis {
    case .tokens:
      for sentence in 0..<sentenceCount {
        counters[2 * sentence] = Int32(correct[sentence])
        counters[2 * sentence + 1] = Int32(tokens[sentence])
      }
    case .spans:
      for entry in entries { counters.add(entry, at: entry.sentence * width) }
    case .tags:
      for entry in entries { counters.add(entry, at: entry.sentence * width + 3 * entry.category) }
    }
    return counters
  }

  /// The same with `categories` in the place of its own. Requires: they hold all of its own.
  package func over(categories names: [String]) -> SentenceOutcomes {
    let places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return SentenceOutcomes(
      metric: metric, categories: names, tokens: tokens, correct: correct,
      entries: entries.compactMap { entry in
        places[categories[entry.category]].map {
          Entry(sentence: entry.sentence, category: $0, counts: entry.counts)
        }
      })
  }

  /// The metric's value where counters sum up to these. Range: that of the metric.
  package static func value(of metric: Metric, _ sums: UnsafeBufferPointer<Int32>) -> Double {
    switch metric.descriptor.basis {
    case .tokens: ratio(Int(sums[0]), Int(sums[1]))
    case .tags: metric.value(TagCounts(counters: sums), MatchCounts())
    case .spans:
      metric.value(
        TagCounts(tagCount: 0), MatchCounts(correct: Int(sums[0]), predicted: Int(sums[1]), gold: Int(sums[2])))
    }
  }
}

extension [Int32] {
  fileprivate mutating func add(_ entry: SentenceOutcomes.Entry, at place: Int) {
    self[place] += Int32(entry.counts.correct)
    self[place + 1] += Int32(entry.counts.predicted)
    self[place + 2] += Int32(entry.counts.gold)
  }
}
