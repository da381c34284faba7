import FoundationEssentials
import TestSupport
import Testing

@testable import Corpora

/// Tag sequences and their scores, computed by an independent scorer.
private struct SpanOracle: Decodable, Sendable, CustomTestStringConvertible {
  var name = ""
  let kind: String
  let gold: [[String]]
  let predicted: [[String]]
  var precision: Double
  var recall: Double
  var f1: Double

  var testDescription: String { name }

  private enum CodingKeys: String, CodingKey {
    case kind = "case"
    case gold, predicted, precision, recall, f1
  }

  /// Throws: a message that names the file and says what is wrong with it.
  static func reading(_ file: OracleFile) throws -> SpanOracle {
    var oracle: SpanOracle
    do { oracle = try JSONDecoder().decode(SpanOracle.self, from: Data(file.bytes ?? [])) } catch {
      throw OracleError(description: "\(file.name) is not understood: \(error)")
    }
    guard oracle.kind == "span_f1" else {
      throw OracleError(description: "\(file.name) is of no known case: \(oracle.kind)")
    }
    guard oracle.gold.map(\.count) == oracle.predicted.map(\.count) else {
      throw OracleError(description: "\(file.name) has sentences that are predicted at other lengths")
    }
    oracle.name = file.name
    return oracle
  }

  /// What differs from the file's figures, by more than rounding.
  func complaints() throws -> [String] {
    let score = try score(.spanF1, gold: gold, predicted: predicted)
    guard case .spanF1(let spans, let byType, _) = score else { return ["the score is \(score)"] }
    var result = [("precision", spans.precision, precision), ("recall", spans.recall, recall), ("f1", score.value, f1)]
      .filter { !(abs($0.1 - $0.2) < 1e-12) }.map { "\($0.0): \($0.1) instead of \($0.2)" }
    if byType.map(\.counts).reduce(SpanCounts(), +) != spans { result.append("types do not add up") }
    return result
  }
}

private struct OracleError: Error, CustomStringConvertible { let description: String }

/// Span scores against those of an independent scorer, on every such file of the folder of oracles.
@Suite struct SpanScoreOracleTests {
  private static let files = OracleFolder.files.filter(\.isJSON)
  private static let oracles = files.compactMap { try? SpanOracle.reading($0) }

  /// No file is passed over in silence, nor that there is none.
  @Test func everyFileOfTheFolderIsRead() {
    for file in Self.files { #expect(throws: Never.self) { try SpanOracle.reading(file) } }
    if let complaint = OracleFolder.complaint(found: Self.oracles.map(\.kind), wanted: ["span_f1"]) {
      Issue.record("\(complaint.text)", severity: complaint.isFatal ? .error : .warning)
    }
  }

  @Test(arguments: oracles) fileprivate func spanScoresAgree(oracle: SpanOracle) throws {
    for complaint in try oracle.complaints() { Issue.record("\(oracle.name): \(complaint)") }
  }

  @Test func wrongScoresAreNoticed() throws {
    for oracle in Self.oracles {
      for figure in [\SpanOracle.precision, \.recall, \.f1] {
        var other = oracle
        other[keyPath: figure] += 1e-3
        #expect(try other.complaints().count == 1, "\(oracle.name)")
      }
    }
  }

  @Test(arguments: ["", "{", "{}", #"{"case": "bleu"}"#, #"{"case": "span_f1", "gold": [["O"]]}"#])
  func filesThatAreNoOraclesAreRefused(text: String) {
    #expect(throws: OracleError.self) { try SpanOracle.reading(OracleFile(name: "a", bytes: Array(text.utf8))) }
  }
}
