package import Files
import OrderedCollections
package import Planning
package import Text

/// A look at a store that changes nothing in it: what is done, what is damaged, and what was run before.
package struct StoreInspection: Sendable {
  package let layout: StoreLayout
  package let files: any FileSystem

  /// Looks at the store at `root`, which need not be there.
  package init(at root: String, files: any FileSystem = LocalFileSystem()) {
    layout = StoreLayout(root: root)
    self.files = files
  }

  /// Whether each stage of `plan` is done, and why not; only what a run would do is a miss.
  package func decisions(for plan: Plan) throws(FileFailure) -> [StageID: StageDecision] {
    let findings = try findings(for: plan)
    let memories = findings.values.contains(.absent) ? try memories() : [:]
    var decisions: [StageID: StageDecision] = [:]
    for stage in plan.stages.values {
      let id = stage.id
      switch findings[id] {
      case .whole: decisions[id] = .hit
      case .damaged(let artifact): decisions[id] = .miss(.damaged(artifact))
      case .absent:
        decisions[id] = .miss(stage.missReason(among: memories[stage.operation.name] ?? []))
      case nil: decisions[id] = try find(stage) == .whole ? .hit : .unneeded
      }
    }
    return decisions
  }

  /// The stages of `plan` that a run would carry out.
  package func missingStages(of plan: Plan) throws(FileFailure) -> Set<StageID> {
    Set(try findings(for: plan).filter { $0.value != .whole }.keys)
  }

  /// Whether all artifacts that `record` tells of are there and as they were written.
  package func isWhole(_ record: StageRecord) throws(FileFailure) -> Bool {
    for artifact in record.artifacts where try content(of: artifact.sha256) == nil { return false }
    return true
  }

  /// What is found of the stages that the results of `plan` need, as far as those that read from them are not whole.
  private func findings(for plan: Plan) throws(FileFailure) -> [StageID: Finding] {
    var findings: [StageID: Finding] = [:]
    _ = try plan.stages(neededBy: plan.variants.flatMap(\.results)) { stage throws(FileFailure) in
      let finding = try find(stage)
      findings[stage.id] = finding
      return finding != .whole
    }
    return findings
  }

  /// What is found of a stage.
  private enum Finding: Hashable {
    case whole, absent
    case damaged(Artifact)
  }

  private func find(_ stage: Stage) throws(FileFailure) -> Finding {
    guard let record = try record(of: stage.id) else { return .absent }
    for artifact in stage.operation.artifacts {
      guard let digest = record.digest(of: artifact), try content(of: digest) != nil else { return .damaged(artifact) }
    }
    return .whole
  }

  /// The stages that were run, by operation, in the order of their identities.
  private func memories() throws(FileFailure) -> [String: [Stage.Memory]] {
    Dictionary(grouping: try records(), by: \.operation).mapValues { $0.map(\.memory) }
  }

  // MARK: Parts of the store

  /// The whole records of the store, in the order of their identities.
  package func records() throws(FileFailure) -> [StageRecord] {
    var records: [StageRecord] = []
    for path in try paths(in: "stages") {
      guard let bytes = try files.contentsIfThere(path), let record = StageRecord(bytes) else { continue }
      records.append(record)
    }
    return records
  }

  /// The record of a stage; `nil` if there is none, or it is damaged.
  package func record(of stage: StageID) throws(FileFailure) -> StageRecord? {
    try files.contentsIfThere(layout.record(stage)).flatMap { StageRecord($0, of: stage) }
  }

  /// How a stage came about; `nil` if that is not known.
  package func provenance(of stage: StageID) throws(FileFailure) -> Provenance? {
    guard let bytes = try files.contentsIfThere(layout.provenance(stage)), let provenance = Provenance(bytes),
      provenance.stage == stage
    else { return nil }
    return provenance
  }

  /// The content that has this digest; `nil` if it is not there, or is damaged.
  package func content(of digest: Digest) throws(FileFailure) -> [UInt8]? {
    try files.contentsIfThere(layout.object(digest)).flatMap { Digest(of: $0) == digest ? $0 : nil }
  }

  /// The artifact of a stage, which is JSON; `nil` if it is not there, is damaged, or holds something else.
  package func json<Value: JSONRepresentable>(
    _ artifact: Artifact, of stage: StageID, as type: Value.Type
  ) throws(FileFailure) -> Value? {
    guard let digest = try record(of: stage)?.digest(of: artifact), let bytes = try content(of: digest) else {
      return nil
    }
    do throws(MalformedArtifact) { return try decodeJSON(type, bytes, of: artifact) } catch { return nil }
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
