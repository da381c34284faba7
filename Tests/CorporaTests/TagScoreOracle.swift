import FoundationEssentials
import Model

@testable import Corpora

/// Tag sequences, each letter the tag of a token, and their scores, computed by an independent scorer.
struct TagScoreOracle: Decodable, Sendable {
  var cases: [Case]

  struct Case: Decodable, Sendable {
    let gold: String
    let predicted: String

    /// The expected value of each metric, by its key name.
    var expected: [String: Double] = [:]

    private enum Field: String, CodingKey { case gold, predicted }

    private struct Figure: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Field.self)
      gold = try fields.decode(String.self, forKey: .gold)
      predicted = try fields.decode(String.self, forKey: .predicted)
      let figures = try decoder.container(keyedBy: Figure.self)
      for figure in figures.allKeys where Field(rawValue: figure.stringValue) == nil {
        expected[figure.stringValue] = try figures.decode(Double.self, forKey: figure)
      }
    }

    /// What differs from the expected figures by more than rounding.
    func complaints() throws -> [String] {
      guard gold.utf8.count == predicted.utf8.count else { return ["gold and predicted differ in length"] }
      let score = try score(.mcc, gold: [gold.map(String.init)], predicted: [predicted.map(String.init)])
      return expected.sorted { $0.key < $1.key }.compactMap { name, figure in
        guard let metric = Metric(keyName: name) else { return "there is no metric \(name)" }
        let difference = abs(score[metric] - figure)
        return difference < 1e-12 ? nil : "\(name): \(score[metric]) instead of \(figure)"
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
