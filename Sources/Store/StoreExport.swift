package import Files
import Planning

/// Results of stages, to be copied out of a store under names that people can read.
///
/// Each stage has a folder with its artifacts, `record.json` and, if it is known, `provenance.json`; `SHA256SUMS`
/// beside the folders is what `sha256sum --check` takes. A single stage needs no folder of its own. Folders and files
/// are called by `FileNames`, so that none is outside of the target, whatever stages and artifacts are called.
package struct StoreExport: Sendable {
  private let store: StoreInspection
  private let stages: [(record: StageRecord, folder: String?)]
  private let isAnonymous: Bool

  /// Creates the export of `stages`, each with the name of its folder, if it gets one; if `isAnonymous`, without what
  /// tells who ran them, where and when.
  package init(
    from store: StoreInspection, _ stages: [(record: StageRecord, folder: String?)], isAnonymous: Bool = false
  ) {
    self.isAnonymous = isAnonymous
    let names = FileNames(for: stages.compactMap(\.folder), avoiding: [Self.sums], keepingTildes: true)
    self.store = store
    self.stages = stages.map { ($0.record, $0.folder.map { names[$0] }) }
  }

  private static let sums = "SHA256SUMS"
  private static let record = "record.json"
  private static let provenance = "provenance.json"

  /// Copies everything into the directory at `target`, which is made if it is not there and must be empty; gives the
  /// number of files.
  package func write(to target: String) throws(StoreExportFailure) -> Int {
    var isEmpty = true
    try onFiles { () throws(FileFailure) in isEmpty = try store.files.namesIfThere(in: target).isEmpty }
    if !isEmpty { throw .notEmpty(target) }
    var sums = ""
    var count = 0
    for (record, folder) in stages {
      let directory = folder.map { "\(target)/\($0)" } ?? target
      try onFiles { () throws(FileFailure) in try store.files.makeDirectories(directory) }
      for (name, bytes) in try contents(of: record) {
        try onFiles { () throws(FileFailure) in try store.files.write(bytes, toNew: "\(directory)/\(name)") }
        sums += "\(Digest(of: bytes))  \(folder.map { "\($0)/" } ?? "")\(name)\n"
        count += 1
      }
    }
    try onFiles { () throws(FileFailure) in try store.files.write(Array(sums.utf8), toNew: "\(target)/\(Self.sums)") }
    return count + 1
  }

  /// The files of a stage by name.
  private func contents(of record: StageRecord) throws(StoreExportFailure) -> [(name: String, bytes: [UInt8])] {
    var contents: [(name: String, bytes: [UInt8])] = []
    let names = FileNames(for: record.artifacts.map(\.name), avoiding: [Self.record, Self.provenance, Self.sums])
    for artifact in record.artifacts {
      var bytes: [UInt8]?
      try onFiles { () throws(FileFailure) in bytes = try store.content(of: artifact.sha256, size: artifact.size) }
      guard let bytes else { throw .damaged(store.layout.object(artifact.sha256), stage: record.label) }
      contents.append((names[artifact.name], bytes))
    }
    contents.append((Self.record, record.encoded()))
    try onFiles { () throws(FileFailure) in
      if let provenance = try store.provenance(of: record.stage) {
        contents.append((Self.provenance, provenance.exported(isAnonymous: isAnonymous)))
      }
    }
    return contents
  }

  private func onFiles(_ body: () throws(FileFailure) -> Void) throws(StoreExportFailure) {
    do throws(FileFailure) { try body() } catch { throw .file(error) }
  }
}

/// Why results could not be copied out of a store.
package enum StoreExportFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is something where the copies should go.
  case notEmpty(String)

  /// An artifact is not there, or is damaged.
  case damaged(String, stage: String)

  case file(FileFailure)

  package var description: String {
    switch self {
    case .notEmpty(let path): "there is something in '\(path)' already, which is not written over"
    case .damaged(let path, let stage):
      "'\(path)', an artifact of '\(stage)', is missing or damaged; run again to restore it"
    case .file(let failure): failure.description
    }
  }
}
