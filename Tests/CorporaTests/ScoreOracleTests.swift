import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Corpora

/// Tag sequences and the scores of their spans, computed by an independent scorer.
private struct SpanOracle: Decodable, Sendable {
  let gold: [[String]]
  let predicted: [[String]]
  var precision: Double
  var recall: Double
  var f1: Double

  /// What differs from the file's figures, by more than rounding.
  func complaints() throws -> [String] {
    let score = try score(.spanF1, gold: gold, predicted: predicted)
    var result = [(Metric.spanPrecision, precision), (.spanRecall, recall), (.spanF1, f1)]
      .filter { !(abs(score[$0.0] - $0.1) < 1e-12) }.map { "\($0.0.keyName): \(score[$0.0]) instead of \($0.1)" }
    if score.spansByType.map(\.counts).reduce(MatchCounts(), +) != score.spans { result.append("types do not add up") }
    return result
  }
}

/// What a file of scores holds.
private enum ScoreOracle: Sendable {
  case spans(SpanOracle)
  case schemes(SpanScoreOracle)
  case tags(TagScoreOracle)
  case written(WrittenScoreOracle)

  /// The name of the case in files.
  var kind: String {
    switch self {
    case .spans: "span_f1"
    case .schemes: "span_scores"
    case .tags: "tag_scores"
    case .written: "written_scores"
    }
  }

  private struct Head: Decodable {
    let kind: String
    private enum CodingKeys: String, CodingKey { case kind = "case" }
  }

  /// Throws: a message that names the file and says what is wrong with it.
  init(reading file: OracleFile) throws {
    let data = Data(file.bytes ?? [])
    do {
      switch try JSONDecoder().decode(Head.self, from: data).kind {
      case "span_f1": self = .spans(try JSONDecoder().decode(SpanOracle.self, from: data))
      case "span_scores": self = .schemes(try JSONDecoder().decode(SpanScoreOracle.self, from: data))
      case "tag_scores": self = .tags(try JSONDecoder().decode(TagScoreOracle.self, from: data))
      case "written_scores": self = .written(try JSONDecoder().decode(WrittenScoreOracle.self, from: data))
      case let other: throw OracleError(description: "\(file.name) is of no known case: \(other)")
      }
    } catch let error as OracleError {
      throw error
    } catch {
      throw OracleError(description: "cannot read \(file.name): \(error)")
    }
    guard case .spans(let spans) = self else { return }
    guard spans.gold.map(\.count) == spans.predicted.map(\.count) else {
      throw OracleError(description: "\(file.name) has sentences that are predicted at other lengths")
    }
  }

  func complaints() throws -> [String] {
    switch self {
    case .spans(let oracle): try oracle.complaints()
    case .schemes(let oracle): try oracle.complaints()
    case .tags(let oracle): try oracle.complaints()
    case .written(let oracle): try oracle.complaints()
    }
  }
}

private struct OracleError: Error, CustomStringConvertible { let description: String }

/// Scores against those of independent scorers, on every such file of the folder of oracles.
@Suite struct ScoreOracleTests {
  private static let files = OracleFolder.files.filter(\.isJSON)
  private static let oracles = files.compactMap { try? ScoreOracle(reading: $0) }

  /// No file is passed over in silence, nor that there is none.
  @Test func everyFileOfTheFolderIsRead() {
    for file in Self.files { #expect(throws: Never.self) { try ScoreOracle(reading: file) } }
    let kinds = Self.oracles.map(\.kind)
    let wanted = ["span_f1", "span_scores", "tag_scores", "written_scores"]
    if let complaint = OracleFolder.complaint(found: kinds, wanted: wanted) {
      Issue.record("\(complaint.text)", severity: complaint.isFatal ? .error : .warning)
    }
  }

  @Test(arguments: files.map(\.name)) func scoresAgree(file: String) throws {
    let oracle = try ScoreOracle(reading: #require(Self.files.first { $0.name == file }))
    for complaint in try oracle.complaints().prefix(20) { Issue.record("\(file): \(complaint)") }
  }

  @Test func wrongScoresAreNoticed() throws {
    for oracle in Self.oracles {
      switch oracle {
      case .spans(let spans):
        for figure in [\SpanOracle.precision, \.recall, \.f1] {
          var other = spans
          other[keyPath: figure] += 1e-3
          #expect(try other.complaints().count == 1)
        }
      case .schemes(let oracle):
        for var one in oracle.cases {
          one.precision += 1e-3
          #expect(try one.complaints().count == 1)
        }
      case .written(let oracle):
        for var one in oracle.cases {
          one.accuracy += 1e-3
          #expect(try one.complaints().count == 1)
        }
      case .tags(let tags):
        for one in tags.cases {
          for figure in one.expected.keys {
            var other = one
            other.expected[figure, default: 0] += 1e-11
            #expect(try other.complaints().count == 1)
          }
        }
      }
    }
  }

  /// Every metric of tags has figures in the committed file.
  @Test func everyMetricOfTagsIsCompared() throws {
    let wanted = Metric.allCases.filter { $0.descriptor.averaging != .spans }.map(\.keyName)
    for case .tags(let tags) in Self.oracles {
      for one in tags.cases { #expect(Set(one.expected.keys) == Set(wanted)) }
    }
  }

  /// Data in every scheme are compared with predicted tags, also where gold tags are missing.
  @Test func everySchemeOfDataIsCompared() {
    for case .written(let oracle) in Self.oracles {
      #expect(Set(oracle.cases.map(\.from)) == Set(TagScheme.allCases.map(\.rawValue)))
      #expect(oracle.cases.contains { $0.gold.contains("_") })
      #expect(oracle.cases.map(\.tokens).reduce(0, +) == 26_734)
    }
  }

  /// Every scheme has figures in the committed file, with types and without.
  @Test func everySchemeIsCompared() {
    for case .schemes(let oracle) in Self.oracles {
      #expect(Set(oracle.cases.map(\.scheme)) == Set(TagScheme.allCases.map(\.rawValue)))
      let tags = oracle.cases.flatMap { $0.gold.flatMap(words) }
      #expect(tags.contains { $0.contains("-") } && tags.contains { $0 != "O" && !$0.contains("-") })
    }
  }

  @Test(arguments: [
    "", "{", "{}", #"{"case": "bleu"}"#, #"{"case": "span_f1", "gold": [["O"]]}"#, #"{"case": "tag_scores"}"#,
    #"{"case": "span_scores"}"#, #"{"case": "written_scores"}"#,
  ])
  func filesThatAreNoOraclesAreRefused(text: String) {
    #expect(throws: OracleError.self) { try ScoreOracle(reading: OracleFile(name: "a", bytes: Array(text.utf8))) }
  }
}
