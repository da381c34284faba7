package import Files
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
    self.files = UnlinkedFileSystem(files, below: root)
  }

  /// Changes nothing: what is damaged counts as not there.
  package func handleDamage<Value>(
    at path: String, _ failure: FileFailure?, unless value: ([UInt8]) -> Value?
  ) throws(FileFailure) -> DamageOutcome<Value> { .stays }

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
      case .damagedRecord: decisions[id] = .miss(.damagedRecord)
      case .newer(let file): decisions[id] = .miss(.newerFormat(file.format))
      case .absent: absent.append(stage)
      case nil: decisions[id] = try find(stage).isWhole ? .hit : .unneeded
      }
    }
    if absent.isEmpty { return decisions }
    let (names, memories) = (StageNames(of: plan), try memories())
    let reasons = memories.missReasons(of: absent, called: names)
    for (stage, reason) in zip(absent, reasons) { decisions[stage.id] = .miss(reason) }
    return decisions
  }

  /// Whether all artifacts that `record` lists are there and as they were written.
  package func isWhole(_ record: StageRecord) throws(FileFailure) -> Bool {
    for artifact in record.artifacts where try content(of: artifact.sha256, size: artifact.size) == nil { return false }
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
      if let record = try files.entryIfThere(path, upTo: .record)?.value({ StageRecord($0) }) { records.append(record) }
    }
    return records
  }

  /// The files of these kinds that a newer release wrote.
  package func newerFiles(_ kinds: [StoreFormat] = StoreFormat.allCases) throws(FileFailure) -> [NewerFile] {
    var newer: [NewerFile] = []
    for kind in kinds {
      for path in try paths(of: kind) {
        if let file = try files.newerFile(kind, at: path) { newer.append(file) }
      }
    }
    return newer
  }

  private func paths(of kind: StoreFormat) throws(FileFailure) -> [String] {
    switch kind {
    case .record: try paths(in: "stages")
    case .provenance: try paths(in: "provenance")
    case .checkpoint: try paths(in: "checkpoints")
    case .timing: try paths(in: "timings")
    case .log: try paths(in: "logs")
    case .run: try files.namesIfThere(in: "\(layout.root)/runs").map { "\(layout.root)/runs/\($0)" }
    }
  }

  /// How a stage came about; `nil` if that is not known.
  package func provenance(of stage: StageID) throws(FileFailure) -> Provenance? {
    try files.entryIfThere(layout.provenance(stage), upTo: .record)?.value { bytes in
      Provenance(bytes).flatMap { $0.stage == stage ? $0 : nil }
    }
  }

  /// The artifact of a stage, which is JSON; `nil` if it is not there, or is damaged.
  ///
  /// Throws: also if the artifact is whole but of another form than its stage makes, which running again would not
  /// mend.
  package func json<Value: JSONRepresentable>(
    _ artifact: Artifact, of stage: StageID, as type: Value.Type
  ) throws(FileFailure) -> Value? {
    guard let (bytes, path) = try content(artifact, of: stage) else { return nil }
    do throws(MalformedArtifact) { return try decodeJSON(type, bytes, of: artifact) } catch {
      throw FileFailure(.read, path, .malformed(error.description))
    }
  }

  /// The bytes of an artifact of a stage, and the path of its object; `nil` if it is not there, or is damaged.
  package func content(
    _ artifact: Artifact, of stage: StageID
  ) throws(FileFailure) -> (bytes: [UInt8], path: String)? {
    guard let entry = try readable(recordFile(of: stage))?.entry(of: artifact),
      let bytes = try readable(object(entry.sha256, size: entry.size))
    else { return nil }
    return (bytes, layout.object(entry.sha256))
  }

  /// What `file` holds; `nil` if it is absent or damaged. Throws: if it cannot be read, or a newer release wrote it.
  private func readable<Value>(_ file: StoredFile<Value>) throws(FileFailure) -> Value? {
    if case .unreadable(let failure) = file { throw failure }
    return try file.value()
  }
}
