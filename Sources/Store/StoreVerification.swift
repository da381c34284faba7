package import Files
import Glibc
import Planning

/// What reading everything in a store brought to light.
package struct StoreVerification: Hashable, Sendable {
  /// How many stages have whole records.
  package fileprivate(set) var records = 0

  /// How many objects are whole, and how many bytes they hold.
  package fileprivate(set) var objects = 0
  package fileprivate(set) var bytes = 0

  /// The whole objects that no record names.
  package fileprivate(set) var unnamedObjects = 0

  /// What is not as it should be, in the order of the paths.
  package fileprivate(set) var damages: [StoreDamage] = []

  /// What a newer release wrote and this one cannot check.
  package fileprivate(set) var newer: [NewerFile] = []

  /// The paths of whole records that do not keep their stage's key, so that nobody can tell whether the artifacts are
  /// those of the stage.
  package fileprivate(set) var withoutKeys: [String] = []
}

/// Something in a store that is not as it should be.
package struct StoreDamage: Hashable, Sendable {
  package let path: String
  package let kind: Kind

  /// Why it cannot be read, if that is so.
  package fileprivate(set) var failure: FileFailure?

  /// Whether the file was put aside into `damaged/`.
  package fileprivate(set) var isPutAside = false

  package enum Kind: Hashable, Sendable {
    /// The content is not that of the digest that the file is called by. Stages need it under these names.
    case object(neededBy: [String])

    /// There is no such object, but stages need it under these names.
    case missingObject(neededBy: [String])

    /// It is no record of the stage that the file is called by.
    case record

    /// It does not tell how the stage that the file is called by came about.
    case provenance

    /// It is no record of how long a stage took.
    case timing

    /// The file is called as nothing in a store is.
    case foreign

    /// The folder cannot be listed.
    case folder
  }
}

extension ArtifactStore {
  /// Reads everything in the store and holds it against the digests; with `repairs`, puts aside what is damaged and the
  /// records that name it, so that their stages count as not done.
  package func verify(repairs: Bool) throws(FileFailure) -> StoreVerification {
    var check = StoreCheck(store: self, repairs: repairs)
    try check.readEverything()
    return check.result
  }
}

/// A store being verified.
private struct StoreCheck {
  let store: ArtifactStore
  let repairs: Bool
  var result = StoreVerification()

  private var layout: StoreLayout { store.layout }

  init(store: ArtifactStore, repairs: Bool) {
    self.store = store
    self.repairs = repairs
  }

  mutating func readEverything() throws(FileFailure) {
    let records = try readRecords()
    let needed = Dictionary(
      grouping: records.flatMap { record in record.artifacts.map { (digest: $0.sha256, record: record) } }, by: \.digest
    ).mapValues { $0.map(\.record) }
    let whole = try readObjects(needed)
    try noteMissing(needed, whole)
    try readProvenance()
    try readTimings()
    try findNewerCheckpoints()
    result.damages.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    result.newer.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private mutating func readRecords() throws(FileFailure) -> [StageRecord] {
    var records: [StageRecord] = []
    try read("stages", .record) { [layout] in
      layout.record(StageID($0))
    } value: { digest, bytes in
      StageRecord(bytes, of: StageID(digest))
    } found: {
      records.append($0)
    } kind: { _ in
      .record
    }
    result.records = records.count
    result.withoutKeys = records.filter { !$0.hasKey }.map { layout.record($0.stage) }
    return records
  }

  private mutating func readObjects(_ needed: [Digest: [StageRecord]]) throws(FileFailure) -> [Digest: Int] {
    var whole: [Digest: Int] = [:]
    try read("objects", nil) { [layout] in
      layout.object($0)
    } limit: { digest in
      needed[digest]?.first?.artifacts.first { $0.sha256 == digest }.map { .artifact(size: $0.size) }
    } value: { digest, content in
      Digest(of: content) == digest ? (digest, content.count) : nil
    } found: { digest, count in
      whole[digest] = count
    } kind: {
      .object(neededBy: needed[$0, default: []].map(\.label))
    }
    result.objects = whole.count
    result.bytes = whole.values.reduce(0, +)
    result.unnamedObjects = whole.keys.count { needed[$0] == nil }
    return whole
  }

  /// Notes the objects that records name and that are not whole, and the records that name other sizes. A record that
  /// stays without its objects would do no harm, but would be found again each time.
  private mutating func noteMissing(
    _ needed: [Digest: [StageRecord]], _ whole: [Digest: Int]
  ) throws(FileFailure) {
    let damaged = Set(result.damages.map(\.path))
    let records = Dictionary(needed.values.joined().map { ($0.stage, $0) }, uniquingKeysWith: { first, _ in first })
    for (_, record) in records.sorted(by: { $0.key < $1.key }) {
      let isRight = record.artifacts.allSatisfy { whole[$0.sha256, default: $0.size] == $0.size }
      if isRight { continue }
      try note(.record, layout.record(record.stage), nil) { _ in StageRecord?.none }
    }
    for (digest, records) in needed.sorted(by: { $0.key < $1.key }) where whole[digest] == nil {
      if !damaged.contains(layout.object(digest)) {
        result.damages.append(
          StoreDamage(path: layout.object(digest), kind: .missingObject(neededBy: records.map(\.label))))
      }
      guard repairs else { continue }
      for record in records {
        _ = try store.handleDamage(at: layout.record(record.stage), nil) { _ in StageRecord?.none }
      }
    }
  }

  private mutating func readProvenance() throws(FileFailure) {
    try read("provenance", .provenance) { [layout] in
      layout.provenance(StageID($0))
    } value: { digest, bytes in
      Provenance(bytes).flatMap { $0.stage.digest == digest ? $0 : nil }
    } found: { _ in
    } kind: { _ in
      .provenance
    }
  }

  private mutating func readTimings() throws(FileFailure) {
    try read("timings", .timing) { [layout] in
      layout.timing(StageID($0))
    } value: { _, bytes in
      StageTimings.timing(bytes)
    } found: { _ in
    } kind: { _ in
      .timing
    }
  }

  /// Checkpoints are checked by the training that resumes from them; here only newer ones are listed.
  private mutating func findNewerCheckpoints() throws(FileFailure) {
    for path in try paths(in: "checkpoints") {
      if let newer = try store.files.newerFile(.checkpoint, at: path) { result.newer.append(newer) }
    }
  }

  /// Reads the files in the folders of `name`, each of which should be at `path` of the digest that it is called by.
  private mutating func read<Value>(
    _ name: String, _ format: StoreFormat?, at path: (Digest) -> String, limit: (Digest) -> SizeLimit? = { _ in nil },
    value: (Digest, [UInt8]) -> Value?, found: (Value) -> Void, kind: (Digest) -> StoreDamage.Kind
  ) throws(FileFailure) {
    for file in try paths(in: name) {
      guard let digest = StoreLayout.digest(ofFileAt: file), path(digest) == file else {
        try note(.foreign, file, nil) { _ in Value?.none }
        continue
      }
      let limit = limit(digest) ?? format?.limit ?? .artifact
      guard let entry = try store.files.entryIfThere(file, upTo: limit) else { continue }
      if let whole = entry.value({ value(digest, $0) }) {
        found(whole)
      } else if let format, let newer = entry.value(format.newerFormat) {
        result.newer.append(NewerFile(path: file, kind: format, format: newer))
      } else if let healed = try note(kind(digest), file, entry.failure(toRead: format), unless: { value(digest, $0) })
      {
        found(healed)
      }
    }
  }

  /// The files in the folders of `name`; folders that cannot be listed, and files in the place of folders, are noted.
  private mutating func paths(in name: String) throws(FileFailure) -> [String] {
    let root = "\(layout.root)/\(name)"
    var paths: [String] = []
    for folder in try list(root) {
      let path = "\(root)/\(folder)"
      paths += try list(path).map { "\(path)/\($0)" }
    }
    return paths
  }

  private mutating func list(_ folder: String) throws(FileFailure) -> [String] {
    do throws(FileFailure) { return try store.files.names(in: folder) } catch {
      switch error.code {
      case ENOENT: break
      case ENOTDIR: try note(.foreign, folder, nil) { _ in Void?.none }
      default:
        guard error.concernsFile else { throw error }
        result.damages.append(StoreDamage(path: folder, kind: .folder, failure: error))
      }
      return []
    }
  }

  /// Notes that the file at `path` is damaged, or cannot be read for the reason `failure`, and puts it aside, unless
  /// another process has put it right meanwhile.
  @discardableResult
  private mutating func note<Value>(
    _ kind: StoreDamage.Kind, _ path: String, _ failure: FileFailure?, unless value: ([UInt8]) -> Value?
  ) throws(FileFailure) -> Value? {
    var damage = StoreDamage(path: path, kind: kind, failure: failure)
    if repairs {
      switch try store.handleDamage(at: path, failure, unless: value) {
      case .healed(let value): return value
      case .putAside: damage.isPutAside = true
      case .stays: break
      }
    }
    result.damages.append(damage)
    return nil
  }
}
