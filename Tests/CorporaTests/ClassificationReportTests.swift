import FoundationEssentials
import Model
import Randomness
import TestSupport
import Testing

@testable import Corpora

/// Figures by type and their means are those of seqeval's `classification_report`.
@Suite struct ClassificationReportTests {
  private struct Case: Codable {
    let gold: [[String]]
    let predicted: [[String]]
  }

  private struct Figures: Decodable {
    let precision: Double
    let recall: Double
    let f1: Double
    let support: Double

    private enum CodingKeys: String, CodingKey {
      case precision, recall, support
      case f1 = "f1-score"
    }
  }

  /// Sentences of random tags of up to four types, from nearly right to quite wrong.
  private func randomCase(_ stream: inout RandomStream) -> Case {
    let types = ["LOC", "MISC", "ORG", "PER"].prefix(1 + stream.nextIndex(below: 4))
    let tags = ["O"] + types.flatMap { ["B-\($0)", "I-\($0)"] }
    let errors = 1 + stream.nextIndex(below: 20)
    let lengths = (0..<1 + stream.nextIndex(below: 6)).map { _ in 1 + stream.nextIndex(below: 12) }
    func tag() -> String { tags[stream.nextIndex(below: tags.count)] }
    let gold = lengths.map { length in (0..<length).map { _ in tag() } }
    let predicted = gold.map { $0.map { stream.nextIndex(below: 20) < errors ? tag() : $0 } }
    return Case(gold: gold, predicted: predicted)
  }

  /// The sentences of the oracles of span scores.
  private func committedCases() throws -> [Case] {
    struct Head: Decodable { let `case`: String }
    return try OracleFolder.files.filter(\.isJSON).compactMap { file in
      let data = Data(file.bytes ?? [])
      guard try JSONDecoder().decode(Head.self, from: data).case == "span_f1" else { return nil }
      return try JSONDecoder().decode(Case.self, from: data)
    }
  }

  @Test func figuresAreSeqevals() throws {
    guard let python = PythonEnvironment("statistics").python(toTry: "seqeval") else { return }
    var stream = RandomStream(seed: 20)
    let cases = try (0..<1000).map { _ in randomCase(&stream) } + committedCases()
    let output = try run(
      [python, projectPath("Tests/CorporaTests/seqeval-report.py")], input: Array(try JSONEncoder().encode(cases)))
    let reports = try JSONDecoder().decode([[String: Figures]].self, from: Data(output))
    #expect(reports.count == cases.count && cases.count >= 1000)
    for (sentences, report) in zip(cases, reports) {
      let score = try score(.spanF1, gold: sentences.gold, predicted: sentences.predicted)
      let averages = TypeAverages(over: score.countsByType)
      var found = Dictionary(
        uniqueKeysWithValues: score.countsByType.map { ($0.type, $0.counts.ratios) })
      found["micro avg"] = averages.micro
      found["macro avg"] = averages.macro
      found["weighted avg"] = averages.weighted
      for (name, figures) in report {
        let own = try #require(found[name], "\(name)")
        #expect(
          abs(own.precision - figures.precision) < 1e-12 && abs(own.recall - figures.recall) < 1e-12
            && abs(own.f1 - figures.f1) < 1e-12, "\(name): \(own), \(figures)")
      }
      for typed in score.countsByType {
        #expect(report[typed.type].map { Int($0.support) == typed.counts.gold } ?? (typed.counts == MatchCounts()))
      }
    }
  }
}
