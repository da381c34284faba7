import Corpora
import Model
import Randomness

/// The gold labels that a run is scored on, as far as outcomes show them; equal for the same sentences.
struct GoldLabels: Hashable, Sendable {
  /// The labelled tokens of each sentence.
  private let tokens: [Int]

  /// By the names of categories, the sentences that have any of it and how many each has, one after the other.
  private let categories: [String: [Int]]

  init(of outcomes: SentenceOutcomes) {
    tokens = outcomes.tokens
    var categories: [String: [Int]] = [:]
    for entry in outcomes.entries where entry.counts.gold > 0 {
      categories[outcomes.categories[entry.category], default: []] += [entry.sentence, entry.counts.gold]
    }
    self.categories = categories
  }

  /// The random numbers by which sentences are drawn: the same for all tasks of one corpus, so that what several of
  /// them have of a sentence is drawn together.
  var stream: RandomStream { tokens.reduce(RandomStream(seed: 0).derived("sentences")) { $0.derived($1) } }
}
