import FoundationEssentials
import Model
import Testing

@testable import Corpora

/// Predicted tags in one scheme, gold tags in another, and their scores, computed by an independent conlleval.
struct WrittenScoreOracle: Decodable, Sendable {
  var cases: [Case]

  /// Sentences, each a text of letters; a letter stands for the tag at its place in a list, `_` for a missing one.
  struct Case: Decodable, Sendable {
    let from: String
    let to: String
    let gold_tags: [String]
    let predicted_tags: [String]
    let gold: String
    let predicted: String
    var accuracy: Double
    let precision: Double
    let recall: Double
    let f1: Double

    /// What differs from the expected figures by more than rounding.
    func complaints() throws -> [String] {
      let (from, to) = (try #require(TagScheme(rawValue: from)), try #require(TagScheme(rawValue: to)))
      let (gold, predicted) = (Self.tags(gold, gold_tags), Self.tags(predicted, predicted_tags))
      guard gold.map(\.count) == predicted.map(\.count) else { return ["gold and predicted differ in length"] }
      let corpus = Corpus(
        name: "c", columns: [CorpusColumn(name: "gold", texts: gold.joined())],
        sentenceStarts: gold.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) })
      let written = try corpus.columns[0].written(of: corpus, in: from, reading: LabelReading(missing: "_"))
      let found = try CorpusColumn(name: "predicted", texts: predicted.joined())
        .predicted(of: corpus, in: to, forDataIn: from)
      let comparison = TagComparison(
        gold: written, predicted: found.ids.map { found.values[Int($0)] }, of: corpus, scheme: from)
      let score = try comparison.score(.spanF1, task: "t")
      return [
        (Metric.accuracy, accuracy), (.spanPrecision, precision), (.spanRecall, recall), (.spanF1, f1),
      ]
      .filter { !(abs(score[$0.0] - $0.1) < 1e-12) }
      .map { "\(from) from \(to): \($0.0.keyName): \(score[$0.0]) instead of \($0.1)" }
    }

    /// The number of tokens.
    var tokens: Int { gold.utf8.count { $0 != UInt8(ascii: " ") } }

    private static func tags(_ text: String, _ names: [String]) -> [[String]] {
      text.split(separator: " ").map { sentence in
        sentence.utf8.map { letter in
          switch letter {
          case UInt8(ascii: "_"): "_"
          case UInt8(ascii: "a")...UInt8(ascii: "z"): names[Int(letter - UInt8(ascii: "a"))]
          default: "?"
          }
        }
      }
    }
  }

  /// What differs, with the numbers of the cases.
  func complaints() throws -> [String] {
    var complaints: [String] = []
    for (number, one) in cases.enumerated() { complaints += try one.complaints().map { "case \(number): \($0)" } }
    return complaints
  }
}
