import FoundationEssentials
import Planning

/// What a store says of a stage that is done: which operation it was, and the content of each artifact.
///
/// The record is written last, so that its being there means that the stage is done.
package struct StageRecord: Hashable, Sendable, Codable {
  package let stage: String
  package let operation: String
  package let version: Int
  package let label: String
  package let inputs: [InputRecord]
  package let artifacts: [ArtifactRecord]

  /// Where an input came from.
  package struct InputRecord: Hashable, Sendable, Codable {
    package let role: String
    package let stage: String
    package let artifact: String
  }

  /// The content of an artifact.
  package struct ArtifactRecord: Hashable, Sendable, Codable {
    package let name: String
    package let size: Int
    package let sha256: String
  }

  init(of stage: Stage, artifacts: [ArtifactRecord]) {
    self.stage = stage.id.description
    operation = stage.operation.name
    version = stage.operation.version
    label = stage.label
    inputs = stage.inputs.map {
      InputRecord(role: $0.role.name, stage: $0.stage.description, artifact: $0.artifact.rawValue)
    }
    self.artifacts = artifacts
  }

  /// The record that `bytes` hold; `nil` if they hold none of `stage`.
  init?(_ bytes: [UInt8], of stage: StageID) {
    guard let record = try? JSONDecoder().decode(StageRecord.self, from: Data(bytes)),
      record.stage == stage.description
    else { return nil }
    self = record
  }

  /// The record as JSON, its keys in order.
  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try [UInt8](encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// The digest of the artifact called `artifact`.
  func digest(of artifact: Artifact) -> Digest? {
    artifacts.first { $0.name == artifact.rawValue }.flatMap { Digest($0.sha256) }
  }
}
