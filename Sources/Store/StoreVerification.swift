package import Files
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
}

/// Something in a store that is not as it should be.
package struct StoreDamage: Hashable, Sendable {
  package let path: String
  package let kind: Kind

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

    /// The file is called as nothing in a store is.
    case foreign
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
    result.damages.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private mutating func readRecords() throws(FileFailure) -> [StageRecord] {
    var records: [StageRecord] = []
    try read("stages") { [layout] in
      layout.record(StageID($0))
    } value: { digest, bytes in
      StageRecord(bytes, of: StageID(digest))
    } found: {
      records.append($0)
    } kind: { _ in
      .record
    }
    result.records = records.count
    return records
  }

  private mutating func readObjects(_ needed: [Digest: [StageRecord]]) throws(FileFailure) -> Set<Digest> {
    var whole: Set<Digest> = []
    var bytes = 0
    try read("objects") { [layout] in
      layout.object($0)
    } value: { digest, content in
      Digest(of: content) == digest ? (digest, content.count) : nil
    } found: { digest, count in
      whole.insert(digest)
      bytes += count
    } kind: {
      .object(neededBy: needed[$0, default: []].map(\.label))
    }
    result.objects = whole.count
    result.bytes = bytes
    result.unnamedObjects = whole.count { needed[$0] == nil }
    return whole
  }

  /// Notes the objects that records name and that are not whole. A record that stays without them would do no harm, but
  /// would be found again each time.
  private mutating func noteMissing(
    _ needed: [Digest: [StageRecord]], _ whole: Set<Digest>
  ) throws(FileFailure) {
    let damaged = Set(result.damages.map(\.path))
    for (digest, records) in needed.sorted(by: { $0.key < $1.key }) where !whole.contains(digest) {
      if !damaged.contains(layout.object(digest)) {
        result.damages.append(
          StoreDamage(path: layout.object(digest), kind: .missingObject(neededBy: records.map(\.label))))
      }
      guard repairs else { continue }
      for record in records {
        _ = try store.handleDamage(at: layout.record(record.stage)) { _ in StageRecord?.none }
      }
    }
  }

  private mutating func readProvenance() throws(FileFailure) {
    try read("provenance") { [layout] in
      layout.provenance(StageID($0))
    } value: { digest, bytes in
      Provenance(bytes).flatMap { $0.stage.digest == digest ? $0 : nil }
    } found: { _ in
    } kind: { _ in
      .provenance
    }
  }

  /// Reads the files in the folders of `name`, each of which should be at `path` of the digest that it is called by.
  private mutating func read<Value>(
    _ name: String, at path: (Digest) -> String, value: (Digest, [UInt8]) -> Value?, found: (Value) -> Void,
    kind: (Digest) -> StoreDamage.Kind
  ) throws(FileFailure) {
    for file in try store.paths(in: name) {
      guard let digest = StoreLayout.digest(ofFileAt: file), path(digest) == file else {
        try note(.foreign, file) { _ in Value?.none }
        continue
      }
      guard let entry = try store.files.entryIfThere(file) else { continue }
      if let whole = entry.value({ value(digest, $0) }) {
        found(whole)
      } else if let healed = try note(kind(digest), file, unless: { value(digest, $0) }) {
        found(healed)
      }
    }
  }

  /// Notes that the file at `path` is damaged and puts it aside, unless another process has put it right meanwhile.
  @discardableResult
  private mutating func note<Value>(
    _ kind: StoreDamage.Kind, _ path: String, unless value: ([UInt8]) -> Value?
  ) throws(FileFailure) -> Value? {
    if repairs, let healed = try store.handleDamage(at: path, unless: value) { return healed }
    result.damages.append(StoreDamage(path: path, kind: kind, isPutAside: repairs))
    return nil
  }
}
