import Planning
package import Text

// A record is JSON of the format `sharespec record 3`, with a checksum of itself. Records of format 2 have none, and
// those of the first releases, which name no format, lack the parameters too; both are read.

extension StageRecord {
  /// The record that `bytes` hold; `nil` if they hold none of `stage`, or not as it was written.
  init?(_ bytes: [UInt8], of stage: StageID) {
    guard let record = StageRecord(bytes), record.stage == stage else { return nil }
    self = record
  }

  /// The record that `bytes` hold; `nil` if they hold none, or not as it was written.
  init?(_ bytes: [UInt8]) {
    guard let json = Self.readUnharmed(bytes), let stage = json["stage"]?.text.flatMap({ Digest($0) }),
      let operation = json["operation"]?.text, let version = json["version"]?.integer, let label = json["label"]?.text,
      let inputs = json["inputs"]?.elements?.map(InputRecord.init), !inputs.contains(nil),
      let artifacts = json["artifacts"]?.elements?.map(ArtifactRecord.init), !artifacts.contains(nil)
    else { return nil }
    let parameters: CanonicalValue?
    // Parameters that do not read as such are damaged; only those that were never kept are unknown.
    do throws(JSONValueError) { parameters = try Self.parameters(json) } catch { return nil }
    // A purpose that a later release added is unknown to this one; it is no part of the key.
    let purpose = json["purpose"]?.elements.flatMap { StagePurpose(words: $0.compactMap(\.text)) }
    self.init(
      stage: StageID(stage), operation: operation, version: version, label: label, purpose: purpose,
      parameters: parameters,
      inputs: inputs.compactMap(\.self), artifacts: artifacts.compactMap(\.self))
    guard hasItsIdentity, hasPossibleArtifacts else { return nil }
  }

  /// The parameters in a record; `nil` in one of a release that did not keep them.
  private static func parameters(_ json: LocatedJSON) throws(JSONValueError) -> CanonicalValue? {
    guard let parameters = json["parameters"] else { return nil }
    if case .null = parameters.content { return nil }
    return try CanonicalValue(parameters)
  }

  /// The JSON that `bytes` hold, if its checksum is right or it is of a format that has none.
  private static func readUnharmed(_ bytes: [UInt8]) -> LocatedJSON? {
    if let json = SealedJSON.read(bytes) { return json["format"]?.text == StoreFormat.record.name ? json : nil }
    // Records of earlier releases have no checksum: bytes that are not JSON, or have a wrong one, are damaged.
    guard let json = SealedJSON.unsealed(bytes) else { return nil }
    guard let given = json["format"] else { return json }
    return given.text == StoreFormat.record.name(2) ? json : nil
  }

  /// The record as JSON; equal records are equal bytes.
  func encoded() -> [UInt8] {
    SealedJSON.text(of: members)
  }

  /// The members of the record's JSON, but for the checksum.
  package var members: [JSONValue.Member] {
    [
      JSONValue.Member("format", .string(StoreFormat.record.name)), JSONValue.Member("stage", "\(stage)"),
      JSONValue.Member("operation", .string(operation)), JSONValue.Member("version", .integer(version)),
      JSONValue.Member("label", .string(label)),
    ]
      + (purpose.map { [JSONValue.Member("purpose", .array($0.words.map(JSONValue.string)))] } ?? [])
      + [
        JSONValue.Member("parameters", parameters?.json ?? .null),
        JSONValue.Member("inputs", .array(inputs.map(\.json))),
        JSONValue.Member("artifacts", .array(artifacts.map(\.json))),
      ]
  }
}

extension StageRecord.InputRecord {
  fileprivate init?(_ json: LocatedJSON) {
    guard let role = json["role"]?.text, let stage = json["stage"]?.text.flatMap({ Digest($0) }),
      let artifact = json["artifact"]?.text
    else { return nil }
    self.init(role: role, stage: StageID(stage), artifact: artifact)
  }

  var json: JSONValue { ["role": .string(role), "stage": "\(stage)", "artifact": .string(artifact)] }
}

extension StageRecord.ArtifactRecord {
  fileprivate init?(_ json: LocatedJSON) {
    guard let name = json["name"]?.text, let size = json["size"]?.integer,
      let sha256 = json["sha256"]?.text.flatMap({ Digest($0) })
    else { return nil }
    self.init(name: name, size: size, sha256: sha256)
  }

  var json: JSONValue { ["name": .string(name), "size": .integer(size), "sha256": "\(sha256)"] }
}
