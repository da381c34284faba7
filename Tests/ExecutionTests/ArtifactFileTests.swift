import Foundation
import Planning
import TestSupport
import Testing
import Text

@testable import Store

/// What reads an artifact and writes it again.
private let rewriters: [(Artifact, @Sendable ([UInt8]) throws -> [UInt8])] = [
  (.vocabulary, { try rewritten(VocabularyFile.self, $0, .vocabulary) }),
  (.history, { try rewritten(HistoryFile.self, $0, .history) }),
  (.choice, { try rewritten(ChoiceFile.self, $0, .choice) }),
  (.scores, { try rewritten(ScoresFile.self, $0, .scores) }),
  (.sharing, { try rewritten(SharingFile.self, $0, .sharing) }),
]

private func rewritten<Value: JSONRepresentable>(
  _ type: Value.Type, _ bytes: [UInt8], _ artifact: Artifact
) throws -> [UInt8] {
  try canonicalJSON(decodeJSON(type, bytes, of: artifact), for: artifact)
}

/// The fixtures were made by a release that wrote artifacts with Foundation's encoder. Stages are shared with stores of
/// that release only as long as the same values are the same bytes.
@Test(arguments: rewriters.indices)
func artifactsAreWrittenByteForByteAsEver(index: Int) throws {
  let (artifact, rewrite) = rewriters[index]
  let path = "\(fixturesFolder(besides: #filePath))/artifacts/\(artifact.rawValue)"
  let bytes = Array(try Data(contentsOf: URL(filePath: path)))
  #expect(try rewrite(bytes) == bytes)
}

@Test(arguments: [
  ("", "expected a value at byte 0"), ("{\"tasks\": [", "expected a value at byte 11"),
  ("[]", "expected an object at byte 0"), ("{}", "the member \"tasks\" is missing at byte 0"),
  (#"{"tasks": [], "union": 1.5, "intersection": 0, "total": 0}"#, "expected a whole number at byte 23"),
  (#"{"tasks": [{"task": 1}], "union": 1, "intersection": 0, "total": 0}"#, "expected a text at byte 20"),
])
func aMalformedArtifactIsReportedWithWhatIsWrong(text: String, reason: String) {
  #expect(throws: MalformedArtifact(artifact: Artifact.sharing.rawValue, reason: reason)) {
    try decodeJSON(SharingFile.self, Array(text.utf8), of: .sharing)
  }
}

@Test func aNumberThatJSONCannotSayIsRefused() {
  let epoch = HistoryFile.Epoch(epoch: 1, learningRate: 0.1, steps: 1, loss: ["a": .nan], dev: [:])
  #expect(throws: MalformedArtifact.self) {
    try canonicalJSON(HistoryFile(metrics: [:], epochs: [epoch], selectedEpoch: 1), for: .history)
  }
}
