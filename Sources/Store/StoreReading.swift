package import Files
package import Planning

/// What is at the path that a file of a store has.
package enum StoredFile<Value> {
  case whole(Value)
  case absent

  /// The file is not what its name says.
  case damaged(path: String)

  /// What the file holds, if it is whole.
  package var value: Value? {
    switch self {
    case .whole(let value): value
    case .absent, .damaged: nil
    }
  }
}

/// What a store holds of a stage.
package enum StoredStage: Hashable, Sendable {
  /// The stage is done: its record and all of its artifacts are there and as they were written.
  case whole(StageRecord)

  /// There is no record, or it is damaged.
  case absent

  /// There is a record, but this artifact of it is missing or damaged.
  case damaged(Artifact)
}

/// A view of a store that finds records and contents and accepts only those that are as they were written.
package protocol StoreReading: Sendable {
  var layout: StoreLayout { get }
  var files: any FileSystem { get }

  /// Handles the damaged file at `path`; returns what it holds if another process has repaired it meanwhile.
  func handleDamage<Value>(at path: String, unless value: ([UInt8]) -> Value?) throws(FileFailure) -> Value?
}

extension StoreReading {
  /// The file at `path`, whose content is what `value` makes of it.
  private func file<Value>(
    at path: String, as value: ([UInt8]) -> Value?
  ) throws(FileFailure) -> StoredFile<Value> {
    guard let entry = try files.entryIfThere(path) else { return .absent }
    if let value = entry.value(value) { return .whole(value) }
    if let value = try handleDamage(at: path, unless: value) { return .whole(value) }
    return .damaged(path: path)
  }

  /// The file that holds the content with this digest.
  package func object(_ digest: Digest) throws(FileFailure) -> StoredFile<[UInt8]> {
    try file(at: layout.object(digest)) { Digest(of: $0) == digest ? $0 : nil }
  }

  /// The content that has this digest; `nil` if it is not there, or is damaged.
  package func content(of digest: Digest) throws(FileFailure) -> [UInt8]? { try object(digest).value }

  /// The file that holds the record of a stage.
  package func recordFile(of stage: StageID) throws(FileFailure) -> StoredFile<StageRecord> {
    try file(at: layout.record(stage)) { StageRecord($0, of: stage) }
  }

  /// The record of a stage; `nil` if there is none, or it is damaged.
  package func record(of stage: StageID) throws(FileFailure) -> StageRecord? { try recordFile(of: stage).value }

  /// What is there of a stage.
  package func find(_ stage: Stage) throws(FileFailure) -> StoredStage {
    guard let record = try record(of: stage.id) else { return .absent }
    for artifact in stage.operation.artifacts {
      guard let digest = record.digest(of: artifact), try content(of: digest) != nil else { return .damaged(artifact) }
    }
    return .whole(record)
  }

  /// The record of a stage that is done and whose artifacts are all there and as they were written.
  package func verifiedRecord(of stage: Stage) throws(FileFailure) -> StageRecord? {
    switch try find(stage) {
    case .whole(let record): record
    case .absent, .damaged: nil
    }
  }

  /// What is there of the stages that the stages `wanted` of `plan` need, these included, as far as those that read
  /// from them are not whole.
  package func findings(of plan: Plan, from wanted: [StageID]) throws(FileFailure) -> [StageID: StoredStage] {
    var findings: [StageID: StoredStage] = [:]
    _ = try plan.stages(neededBy: wanted) { stage throws(FileFailure) in
      let finding = try find(stage)
      findings[stage.id] = finding
      switch finding {
      case .whole: return false
      case .absent, .damaged: return true
      }
    }
    return findings
  }

  /// What is there of the stages that the variants of `plan` need, as far as those that read from them are not whole.
  ///
  /// A result is wanted together with what it was computed from: trained weights are used after a run. That need only
  /// be there with its size, so that nothing is read for it.
  package func findings(of plan: Plan) throws(FileFailure) -> [StageID: StoredStage] {
    let findings = try findings(of: plan, from: plan.variants.flatMap(\.results))
    var seen: Set<Input> = []
    var lost: [StageID] = []
    for component in plan.variants.flatMap(\.components) {
      guard case .whole? = findings[component.evaluate] else { continue }
      for input in plan.stages[component.evaluate]?.inputs ?? [] where seen.insert(input).inserted {
        if findings[input.stage] == nil, try !isThere(input) { lost.append(input.stage) }
      }
    }
    return findings.merging(try self.findings(of: plan, from: lost)) { first, _ in first }
  }

  /// Whether the store has what `input` reads, by its size.
  private func isThere(_ input: Input) throws(FileFailure) -> Bool {
    guard let artifact = try record(of: input.stage)?.artifacts.first(where: { $0.name == input.artifact.rawValue })
    else { return false }
    return try files.sizeIfThere(of: layout.object(artifact.sha256)) == artifact.size
  }

  /// The stages of `plan` that a run of it, or of the stages `wanted` alone, would carry out: what these need, and is
  /// not whole.
  package func missingStages(of plan: Plan, from wanted: [StageID]? = nil) throws(FileFailure) -> Set<StageID> {
    let findings = if let wanted { try findings(of: plan, from: wanted) } else { try findings(of: plan) }
    return Set(
      findings.compactMap { stage, finding in
        switch finding {
        case .whole: nil
        case .absent, .damaged: stage
        }
      })
  }

  /// The files in the folders of `kind`, in the order of their names.
  package func paths(in kind: String) throws(FileFailure) -> [String] {
    var paths: [String] = []
    for folder in try files.namesIfThere(in: "\(layout.root)/\(kind)") {
      for name in try files.namesIfThere(in: "\(layout.root)/\(kind)/\(folder)") {
        paths.append("\(layout.root)/\(kind)/\(folder)/\(name)")
      }
    }
    return paths
  }
}
