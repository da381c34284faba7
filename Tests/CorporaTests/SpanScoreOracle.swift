import FoundationEssentials
import Model

@testable import Corpora

/// Tag sequences in all schemes and the scores of their spans, computed by an independent scorer.
struct SpanScoreOracle: Decodable, Sendable {
  var cases: [Case]

  /// Sentences, each a text of tags between blanks.
  struct Case: Decodable, Sendable {
    let scheme: String
    let gold: [String]
    let predicted: [String]
    var precision: Double
    let recall: Double
    let f1: Double

    /// What differs from the expected figures by more than rounding.
    func complaints() throws -> [String] {
      guard let scheme = TagScheme(rawValue: scheme) else { return ["there is no scheme \(scheme)"] }
      let (gold, predicted) = (gold.map(words), predicted.map(words))
      guard gold.map(\.count) == predicted.map(\.count) else { return ["gold and predicted differ in length"] }
      let score = try score(.spanF1, gold: gold, predicted: predicted, scheme: scheme)
      return [(Metric.spanPrecision, precision), (.spanRecall, recall), (.spanF1, f1)]
        .filter { !(abs(score[$0.0] - $0.1) < 1e-12) }
        .map { "\(scheme): \($0.0.keyName): \(score[$0.0]) instead of \($0.1)" }
    }
  }

  /// What differs, with the numbers of the cases.
  func complaints() throws -> [String] {
    var complaints: [String] = []
    for (number, one) in cases.enumerated() { complaints += try one.complaints().map { "case \(number): \($0)" } }
    return complaints
  }
}
