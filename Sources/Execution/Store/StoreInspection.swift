import Glibc
import OrderedCollections
package import Planning

/// A look at a store that changes nothing in it: what is done, what is damaged, and what was run before.
package struct StoreInspection: Sendable {
  private let root: String
  private let files: any FileSystem

  /// Looks at the store at `root`, which need not be there.
  package init(at root: String, files: any FileSystem = LocalFileSystem()) {
    self.root = root
    self.files = files
  }

  /// Whether each stage of `plan` is done, and why not; only what a run would do is a miss.
  package func decisions(for plan: Plan) throws(FileFailure) -> [StageID: StageDecision] {
    var findings: [StageID: Finding] = [:]
    var needed: Set<StageID> = []
    var open = plan.variants.flatMap(\.results)
    while let id = open.popLast() {
      guard needed.insert(id).inserted, let stage = plan.stages[id] else { continue }
      let finding = try find(stage)
      findings[id] = finding
      if finding != .whole { open += stage.inputs.map(\.stage) }
    }
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

  /// What is found of a stage.
  private enum Finding: Hashable {
    case whole, absent
    case damaged(Artifact)
  }

  private func find(_ stage: Stage) throws(FileFailure) -> Finding {
    guard let bytes = try contentsIfThere("stages", "\(stage.id)", suffix: ".json"),
      let record = StageRecord(bytes, of: stage.id)
    else { return .absent }
    for artifact in stage.operation.artifacts {
      guard let digest = record.digest(of: artifact), let content = try contentsIfThere("objects", "\(digest)"),
        Digest(of: content) == digest
      else { return .damaged(artifact) }
    }
    return .whole
  }

  /// The stages that were run, by operation, in the order of their identities.
  private func memories() throws(FileFailure) -> [String: [Stage.Memory]] {
    var memories: [String: [Stage.Memory]] = [:]
    for folder in try names(in: "\(root)/stages") {
      for name in try names(in: "\(root)/stages/\(folder)") where name.hasSuffix(".json") {
        guard let bytes = try contentsIfThere("\(root)/stages/\(folder)/\(name)"), let record = StageRecord(bytes)
        else {
          continue
        }
        memories[record.operation, default: []].append(record.memory)
      }
    }
    return memories
  }

  private func contentsIfThere(
    _ kind: String, _ name: String, suffix: String = ""
  ) throws(FileFailure) -> [UInt8]? {
    try contentsIfThere("\(root)/\(kind)/\(name.prefix(2))/\(name)\(suffix)")
  }

  private func contentsIfThere(_ path: String) throws(FileFailure) -> [UInt8]? {
    do throws(FileFailure) {
      return try files.contents(of: path)
    } catch {
      if error.code == ENOENT || error.code == ENOTDIR { return nil }
      throw error
    }
  }

  private func names(in path: String) throws(FileFailure) -> [String] {
    do throws(FileFailure) {
      return try files.names(in: path)
    } catch {
      if error.code == ENOENT || error.code == ENOTDIR { return [] }
      throw error
    }
  }
}
