package import Files
package import Planning

/// What is at the path that a file of a store has.
package enum StoredFile<Value> {
  case whole(Value)
  case absent

  /// The file is not what its name says.
  case damaged(path: String)

  /// There is something that cannot be read, which counts as damaged.
  case unreadable(FileFailure)

  /// A newer release wrote the file.
  case newer(NewerFile)

  /// What the file holds; `nil` if it is absent or damaged. Throws: if a newer release wrote it.
  package func value() throws(FileFailure) -> Value? {
    switch self {
    case .whole(let value): value
    case .absent, .damaged, .unreadable: nil
    case .newer(let file): throw file.failure
    }
  }
}

/// What a store holds of a stage.
package enum StoredStage: Hashable, Sendable {
  /// The stage is done: its record and all of its artifacts are there and as they were written.
  case whole(StageRecord)

  /// There is no record.
  case absent

  /// The record is damaged, or cannot be read.
  case damagedRecord

  /// There is a record, but this artifact of it is missing or damaged.
  case damaged(Artifact)

  /// A newer release wrote the record.
  case newer(NewerFile)

  /// Whether the stage is done.
  package var isWhole: Bool {
    switch self {
    case .whole: true
    case .absent, .damagedRecord, .damaged, .newer: false
    }
  }
}

/// A view of a store that finds records and contents and accepts only those that are as they were written.
package protocol StoreReading: Sendable {
  var layout: StoreLayout { get }
  var files: any FileSystem { get }

  /// Handles the file at `path`, which is damaged, or cannot be read for the reason `failure`.
  func handleDamage<Value>(
    at path: String, _ failure: FileFailure?, unless value: ([UInt8]) -> Value?
  ) throws(FileFailure) -> DamageOutcome<Value>
}

/// What became of a damaged file.
package enum DamageOutcome<Value> {
  /// Another process has repaired it meanwhile; this is what it holds.
  case healed(Value)

  case putAside

  /// It is still there.
  case stays
}

extension StoreReading {
  /// The file at `path`, whose content is what `value` makes of it; `format` is what it names in it, if any.
  private func file<Value>(
    at path: String, _ format: StoreFormat?, upTo limit: SizeLimit, as value: ([UInt8]) -> Value?
  ) throws(FileFailure) -> StoredFile<Value> {
    guard let entry = try files.entryIfThere(path, upTo: limit) else { return .absent }
    if let value = entry.value(value) { return .whole(value) }
    if let format, let newer = entry.value(format.newerFormat) {
      return .newer(NewerFile(path: path, kind: format, format: newer))
    }
    let failure = entry.failure(toRead: format)
    switch try handleDamage(at: path, failure, unless: value) {
    case .healed(let value): return .whole(value)
    case .putAside, .stays: return failure.map { .unreadable($0) } ?? .damaged(path: path)
    }
  }

  /// The file that holds the content with this digest, which a record says to have `size` bytes; a much larger one is
  /// not read.
  package func object(_ digest: Digest, size: Int?) throws(FileFailure) -> StoredFile<[UInt8]> {
    try file(at: layout.object(digest), nil, upTo: size.map(SizeLimit.artifact(size:)) ?? .artifact) {
      Digest(of: $0) == digest ? $0 : nil
    }
  }

  /// The content that has this digest and is of this size; `nil` if it is not there, or is damaged.
  package func content(of digest: Digest, size: Int? = nil) throws(FileFailure) -> [UInt8]? {
    try object(digest, size: size).value()
  }

  /// The file that holds the record of a stage.
  package func recordFile(of stage: StageID) throws(FileFailure) -> StoredFile<StageRecord> {
    try file(at: layout.record(stage), .record, upTo: .record) { StageRecord($0, of: stage) }
  }

  /// The record of a stage; `nil` if there is none, or it is damaged. Throws: also if a newer release wrote it.
  package func record(of stage: StageID) throws(FileFailure) -> StageRecord? { try recordFile(of: stage).value() }

  /// The content of an artifact of a stage that is done.
  package func read(_ artifact: Artifact, of stage: StageID) throws(StoreError) -> [UInt8] {
    let bytes: [UInt8]?
    do throws(FileFailure) {
      let entry = try record(of: stage)?.entry(of: artifact)
      bytes = if let entry { try content(of: entry.sha256, size: entry.size) } else { nil }
    } catch {
      throw .file(error)
    }
    guard let bytes else { throw .missing(artifact, stage) }
    return bytes
  }

  /// What is there of a stage.
  package func find(_ stage: Stage) throws(FileFailure) -> StoredStage {
    switch try recordFile(of: stage.id) {
    case .absent: return .absent
    case .damaged, .unreadable: return .damagedRecord
    case .newer(let file): return .newer(file)
    case .whole(let record):
      for artifact in stage.operation.artifacts where try !isWhole(artifact, of: record) { return .damaged(artifact) }
      return .whole(record)
    }
  }

  /// Whether the content of `artifact` is there, as it was written, and of the size that `record` names.
  private func isWhole(_ artifact: Artifact, of record: StageRecord) throws(FileFailure) -> Bool {
    guard let entry = record.entry(of: artifact) else { return false }
    return try content(of: entry.sha256, size: entry.size)?.count == entry.size
  }

  /// The record of a stage that is done and whose artifacts are all there and as they were written.
  ///
  /// Throws: also if a newer release wrote the record.
  package func verifiedRecord(of stage: Stage) throws(FileFailure) -> StageRecord? {
    switch try find(stage) {
    case .whole(let record): record
    case .absent, .damagedRecord, .damaged: nil
    case .newer(let file): throw file.failure
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
      case .whole, .newer: return false
      case .absent, .damagedRecord, .damaged: return true
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
    let record: StageRecord
    switch try recordFile(of: input.stage) {
    case .whole(let whole): record = whole
    case .absent, .damaged, .unreadable, .newer: return false
    }
    guard let artifact = record.entry(of: input.artifact) else { return false }
    do throws(FileFailure) {
      return try files.sizeIfThere(of: layout.object(artifact.sha256)) == artifact.size
    } catch {
      if error.concernsFile { return false }
      throw error
    }
  }

  /// The stages of `plan` that a run of it, or of the stages `wanted` alone, would carry out: what these need, and is
  /// not whole.
  ///
  /// Throws: also if a newer release wrote what would be used or replaced.
  package func missingStages(of plan: Plan, from wanted: [StageID]? = nil) throws(FileFailure) -> Set<StageID> {
    let findings = if let wanted { try findings(of: plan, from: wanted) } else { try findings(of: plan) }
    var missing: Set<StageID> = []
    for (stage, finding) in findings.sorted(by: { $0.key < $1.key }) {
      switch finding {
      case .whole: break
      case .absent, .damagedRecord, .damaged:
        if let file = try newerFiles(about: stage).first { throw file.failure }
        missing.insert(stage)
      case .newer(let file): throw file.failure
      }
    }
    return missing
  }

  /// The files about a stage that carrying it out would use or replace, and that a newer release wrote.
  package func newerFiles(about stage: StageID) throws(FileFailure) -> [NewerFile] {
    let paths: [(StoreFormat, String)] = [
      (.record, layout.record(stage)), (.provenance, layout.provenance(stage)), (.checkpoint, layout.checkpoint(stage)),
    ]
    var newer: [NewerFile] = []
    for (kind, path) in paths {
      if let file = try files.newerFile(kind, at: path) { newer.append(file) }
    }
    return newer
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
