package import Planning

/// What a store says of a stage that is done: its key, and the content of each artifact.
///
/// The record is written last, so that its being there means that the stage is done. It holds nothing that differs
/// between machines or runs; that is in the stage's `Provenance`.
package struct StageRecord: NamedStage, Hashable {
  package let stage: StageID
  package let operation: String
  package let version: Int

  /// The stage's name in the plan that it was carried out for.
  package let label: String

  /// What the stage was for in that plan; `nil` in records of releases that did not keep it.
  package let purpose: StagePurpose?

  /// The parameters of the key; `nil` in records of releases that did not keep them.
  package let parameters: CanonicalValue?
  package let inputs: [InputRecord]
  package let artifacts: [ArtifactRecord]

  /// Where an input came from.
  package struct InputRecord: Hashable, Sendable {
    package let role: String
    package let stage: StageID
    package let artifact: String
  }

  /// The content of an artifact.
  package struct ArtifactRecord: Hashable, Sendable {
    package let name: String

    /// In bytes.
    package let size: Int
    package let sha256: Digest
  }

  init(of stage: Stage, artifacts: [ArtifactRecord]) {
    self.stage = stage.id
    operation = stage.operation.name
    version = stage.operation.version
    label = stage.label
    purpose = stage.purpose
    parameters = stage.operation.parameters
    inputs = stage.inputs.map { InputRecord(role: $0.role.name, stage: $0.stage, artifact: $0.artifact.rawValue) }
    self.artifacts = artifacts
  }

  init(
    stage: StageID, operation: String, version: Int, label: String, purpose: StagePurpose?, parameters: CanonicalValue?,
    inputs: [InputRecord], artifacts: [ArtifactRecord]
  ) {
    self.stage = stage
    self.operation = operation
    self.version = version
    self.label = label
    self.purpose = purpose
    self.parameters = parameters
    self.inputs = inputs
    self.artifacts = artifacts
  }

  /// The digest of the artifact called `artifact`.
  package func digest(of artifact: Artifact) -> Digest? { entry(of: artifact)?.sha256 }

  /// What the record says of the artifact called `artifact`.
  package func entry(of artifact: Artifact) -> ArtifactRecord? { artifacts.first { $0.name == artifact.rawValue } }

  /// The number of bytes of all artifacts.
  package var size: Int { artifacts.reduce(0) { $0 + $1.size } }

  /// Whether the stage's key was kept, so that it can be checked that the artifacts belong to this stage.
  package var hasKey: Bool { parameters != nil }

  /// Whether the artifacts are such as stages of the operation make: with names and sizes that they can have.
  ///
  /// Of an operation, or a version of one, that this release does not know, the names may be any names of files.
  var hasPossibleArtifacts: Bool {
    let names = artifacts.map(\.name)
    guard Set(names).count == names.count, names.count <= Self.mostArtifacts,
      artifacts.allSatisfy({ (0...Self.largestSize).contains($0.size) })
    else { return false }
    let definition = Operation.definitions.first { $0.name == operation && $0.version == version }
    guard let definition else { return names.allSatisfy(Self.isPlain) }
    let possible = Set(definition.possibleArtifacts.map(\.rawValue))
    return possible.isSuperset(of: names)
  }

  /// More artifacts and bytes than any stage makes, whose product still is a number.
  private static let mostArtifacts = 1000
  private static let largestSize = 1 << 50

  /// Whether `name` is the name of a file in lower-case letters, digits and `_-.`, as artifacts have them.
  private static func isPlain(_ name: String) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "."), name.utf8.count <= 100 else { return false }
    return name.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || "_-.".utf8.contains(byte)
    }
  }

  /// Whether the stage's identity is that of the key, as far as the key was kept.
  var hasItsIdentity: Bool {
    guard let parameters else { return true }
    return stage
      == Stage.identity(
        operation, version: version, parameters, inputs: inputs.map { ($0.role, $0.stage, $0.artifact) })
  }

  /// The stage as far as its key is remembered.
  package var memory: Stage.Memory {
    Stage.Memory(
      label: label, purpose: purpose, version: version, parameters: parameters,
      inputs: Dictionary(
        inputs.map { ($0.role, Stage.Memory.Producer(stage: $0.stage, artifact: $0.artifact)) },
        uniquingKeysWith: { first, _ in first }))
  }
}
