package import Files
import Glibc
import OrderedCollections
package import Planning
package import Text

/// A look at a store that changes nothing in it: what is done, what is damaged, and what was run before.
package struct StoreInspection: StoreReading {
  package let layout: StoreLayout
  package let files: any FileSystem

  /// Looks at the store at `root`, which need not be there.
  package init(at root: String, files: any FileSystem = LocalFileSystem()) {
    layout = StoreLayout(root: root)
    self.files = files
  }

  /// Changes nothing: what is damaged counts as not there.
  package func handleDamage<Value>(
    at path: String, unless value: ([UInt8]) -> Value?
  ) throws(FileFailure) -> Value? { nil }

  /// Whether each stage of `plan` is done, and why not; only what a run would do is a miss.
  package func decisions(for plan: Plan) throws(FileFailure) -> [StageID: StageDecision] {
    if try files.namesIfThere(in: layout.records).isEmpty {
      // Where nothing was ever run, no stage need be looked for.
      let needed = plan.reachedStages
      return Dictionary(
        plan.stages.keys.map { ($0, needed.contains($0) ? .miss(.neverRun) : .unneeded) },
        uniquingKeysWith: { first, _ in first })
    }
    let findings = try findings(of: plan)
    var decisions: [StageID: StageDecision] = [:]
    var absent: [Stage] = []
    for stage in plan.stages.values {
      let id = stage.id
      switch findings[id] {
      case .whole: decisions[id] = .hit
      case .damaged(let artifact): decisions[id] = .miss(.damaged(artifact))
      case .absent: absent.append(stage)
      case nil: decisions[id] = try verifiedRecord(of: stage) == nil ? .unneeded : .hit
      }
    }
    if absent.isEmpty { return decisions }
    let (names, memories) = (StageNames(of: plan), try memories())
    let reasons = memories.missReasons(of: absent, called: names)
    for (stage, reason) in zip(absent, reasons) { decisions[stage.id] = .miss(reason) }
    return decisions
  }

  /// Whether all artifacts that `record` tells of are there and as they were written.
  package func isWhole(_ record: StageRecord) throws(FileFailure) -> Bool {
    for artifact in record.artifacts where try content(of: artifact.sha256) == nil { return false }
    return true
  }

  /// The stages that were run.
  private func memories() throws(FileFailure) -> StageMemories {
    var memories = StageMemories()
    for record in try records() { memories.add(record.memory, of: record.operation) }
    return memories
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

  /// How a stage came about; `nil` if that is not known.
  package func provenance(of stage: StageID) throws(FileFailure) -> Provenance? {
    guard let bytes = try files.contentsIfThere(layout.provenance(stage)), let provenance = Provenance(bytes),
      provenance.stage == stage
    else { return nil }
    return provenance
  }

  /// The artifact of a stage, which is JSON; `nil` if it is not there, or is damaged.
  ///
  /// Throws: also if the artifact is whole but of another form than its stage makes, which running again would not
  /// mend.
  package func json<Value: JSONRepresentable>(
    _ artifact: Artifact, of stage: StageID, as type: Value.Type
  ) throws(FileFailure) -> Value? {
    guard let digest = try record(of: stage)?.digest(of: artifact), let bytes = try content(of: digest) else {
      return nil
    }
    do throws(MalformedArtifact) { return try decodeJSON(type, bytes, of: artifact) } catch {
      throw FileFailure("read", layout.object(digest), error)
    }
  }
}

extension FileFailure {
  /// The failure to read the file at `path`, which the system gave, but which is not of the form that it should be.
  package init(_ operation: String, _ path: String, _ artifact: MalformedArtifact) {
    self.init(operation, path, code: EBADMSG, reason: artifact.description)
  }
}
