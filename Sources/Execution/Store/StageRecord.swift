import Diagnostics
package import Planning

/// What a store says of a stage that is done: its key, and the content of each artifact.
///
/// The record is written last, so that its being there means that the stage is done. It is JSON of the format
/// `sharespec record 2`; records of the first releases, which name no format, lack the parameters.
package struct StageRecord: Hashable, Sendable {
  package let stage: String
  package let operation: String
  package let version: Int
  package let label: String

  /// The parameters of the key; `nil` in records of releases that did not keep them.
  package let parameters: CanonicalValue?
  package let inputs: [InputRecord]
  package let artifacts: [ArtifactRecord]

  /// Where an input came from.
  package struct InputRecord: Hashable, Sendable {
    package let role: String
    package let stage: String
    package let artifact: String
  }

  /// The content of an artifact.
  package struct ArtifactRecord: Hashable, Sendable {
    package let name: String
    package let size: Int
    package let sha256: String
  }

  init(of stage: Stage, artifacts: [ArtifactRecord]) {
    self.stage = stage.id.description
    operation = stage.operation.name
    version = stage.operation.version
    label = stage.label
    parameters = stage.operation.parameters
    inputs = stage.inputs.map {
      InputRecord(role: $0.role.name, stage: $0.stage.description, artifact: $0.artifact.rawValue)
    }
    self.artifacts = artifacts
  }

  /// The digest of the artifact called `artifact`.
  func digest(of artifact: Artifact) -> Digest? {
    artifacts.first { $0.name == artifact.rawValue }.flatMap { Digest($0.sha256) }
  }

  /// The stage as far as its key is remembered.
  package var memory: Stage.Memory {
    Stage.Memory(
      label: label, version: version, parameters: parameters,
      inputs: Dictionary(
        inputs.map { ($0.role, Stage.Memory.Producer(stage: $0.stage, artifact: $0.artifact)) },
        uniquingKeysWith: { first, _ in first }))
  }
}

// MARK: As JSON

extension StageRecord {
  private static let format = "sharespec record 2"

  /// The record that `bytes` hold; `nil` if they hold none of `stage`.
  init?(_ bytes: [UInt8], of stage: StageID) {
    guard let record = StageRecord(bytes), record.stage == stage.description else { return nil }
    self = record
  }

  /// The record that `bytes` hold; `nil` if they hold none.
  init?(_ bytes: [UInt8]) {
    guard let json = try? JSONReader.read(bytes) else { return nil }
    if let format = json["format"], format.text != Self.format { return nil }
    guard let stage = json["stage"]?.text, let operation = json["operation"]?.text,
      let version = json["version"]?.integer, let label = json["label"]?.text,
      let inputs = json["inputs"]?.elements?.map(InputRecord.init), !inputs.contains(nil),
      let artifacts = json["artifacts"]?.elements?.map(ArtifactRecord.init), !artifacts.contains(nil)
    else { return nil }
    self.stage = stage
    self.operation = operation
    self.version = version
    self.label = label
    parameters = json["parameters"].flatMap { try? CanonicalValue($0) }
    self.inputs = inputs.compactMap(\.self)
    self.artifacts = artifacts.compactMap(\.self)
  }

  /// The record as JSON.
  func encoded() -> [UInt8] {
    let json: JSONValue = [
      "format": .string(Self.format), "stage": .string(stage), "operation": .string(operation),
      "version": .integer(version), "label": .string(label), "parameters": parameters?.json ?? .null,
      "inputs": .array(
        inputs.map { ["role": .string($0.role), "stage": .string($0.stage), "artifact": .string($0.artifact)] }),
      "artifacts": .array(
        artifacts.map { ["name": .string($0.name), "size": .integer($0.size), "sha256": .string($0.sha256)] }),
    ]
    return Array((JSONText.text(of: json, .pretty) + "\n").utf8)
  }
}

extension StageRecord.InputRecord {
  fileprivate init?(_ json: LocatedJSON) {
    guard let role = json["role"]?.text, let stage = json["stage"]?.text, let artifact = json["artifact"]?.text else {
      return nil
    }
    self.init(role: role, stage: stage, artifact: artifact)
  }
}

extension StageRecord.ArtifactRecord {
  fileprivate init?(_ json: LocatedJSON) {
    guard let name = json["name"]?.text, let size = json["size"]?.integer, let sha256 = json["sha256"]?.text else {
      return nil
    }
    self.init(name: name, size: size, sha256: sha256)
  }
}
