import Files
package import FoundationEssentials
package import Planning
package import Text

/// How a stage came about: what differs between machines and runs and is therefore no part of its record.
///
/// `provenance/aa/<identity>.json` is JSON of the format `sharespec provenance 1` with a checksum of itself. No result
/// depends on it.
package struct Provenance: Hashable, Sendable {
  package let stage: StageID

  /// The digest of the bytes of the record that was written with this.
  package let record: Digest

  package private(set) var circumstances: Circumstances

  /// When and how a stage was carried out.
  package struct Circumstances: Hashable, Sendable {
    /// The name of the experiment that wanted it.
    package let experiment: String

    /// The files that it read, by their digests.
    package fileprivate(set) var files: [File]

    /// The time, in UTC as in `2026-11-26T06:00:50.123Z`.
    package let started: String
    package let seconds: Double
    package let threads: Int
    package let machine: Machine

    /// The release of ShareSpec.
    package var release = Release.version

    package init(
      experiment: String, files: [File], started: String, seconds: Double, threads: Int, machine: Machine
    ) {
      self.experiment = experiment
      self.files = files
      self.started = started
      self.seconds = seconds
      self.threads = threads
      self.machine = machine
    }
  }

  /// A file that was read.
  package struct File: Hashable, Sendable {
    package let path: String
    package let sha256: Digest
  }

  init(_ stage: StageID, record: Digest, _ circumstances: Circumstances) {
    self.stage = stage
    self.record = record
    self.circumstances = circumstances
  }
}

extension Provenance.Circumstances {
  /// How `stage` was carried out on this machine, with arithmetic of the class `numerics`.
  package init(
    of stage: Stage, experiment: String, started: Date, seconds: Double, threads: Int, numerics: String
  ) {
    let files = stage.operation.inputFiles.compactMap { file in
      file.digest.map { Provenance.File(path: file.path, sha256: $0) }
    }
    self.init(
      experiment: experiment, files: files, started: timestamp(started), seconds: seconds, threads: threads,
      machine: .current(numerics: numerics))
  }
}

extension Provenance {
  /// The JSON for a copy that is given away: files by the last parts of their paths; if it `isAnonymous`, also without
  /// what tells who ran the stage, where and when.
  func exported(isAnonymous: Bool) -> [UInt8] {
    var copy = self
    copy.circumstances.files = circumstances.files.map { file in
      File(path: file.path.split(separator: "/").last.map(String.init) ?? file.path, sha256: file.sha256)
    }
    return SealedJSON.text(of: copy.members(isAnonymous: isAnonymous))
  }
}

// MARK: As JSON

extension Provenance {
  /// The provenance that `bytes` hold; `nil` if they hold none, or not as it was written.
  init?(_ bytes: [UInt8]) {
    guard let json = SealedJSON.read(bytes), json["format"]?.text == StoreFormat.provenance.name,
      let stage = json["stage"]?.text.flatMap({ Digest($0) }),
      let record = json["record"]?.text.flatMap({ Digest($0) }),
      let circumstances = Circumstances(json)
    else { return nil }
    self.init(StageID(stage), record: record, circumstances)
  }

  /// The provenance as JSON.
  func encoded() -> [UInt8] { SealedJSON.text(of: members()) }

  /// The members of the JSON, but for the checksum; if it `isAnonymous`, without who ran the stage, where and when.
  package func members(isAnonymous: Bool = false) -> [JSONValue.Member] {
    [
      JSONValue.Member("format", .string(StoreFormat.provenance.name)), JSONValue.Member("stage", "\(stage)"),
      JSONValue.Member("record", "\(record)"),
    ] + circumstances.members(isAnonymous: isAnonymous)
  }
}

extension Provenance.Circumstances {
  fileprivate init?(_ json: LocatedJSON) {
    guard let experiment = json["experiment"]?.text, let started = json["started"]?.text,
      let seconds = json["seconds"]?.real, let threads = json["threads"]?.integer, let release = json["release"]?.text,
      let machine = json["machine"].flatMap(Machine.init),
      let files = json["files"]?.elements?.map(Provenance.File.init), !files.contains(nil)
    else { return nil }
    self.init(
      experiment: experiment, files: files.compactMap(\.self), started: started, seconds: seconds, threads: threads,
      machine: machine)
    self.release = release
  }

  fileprivate func members(isAnonymous: Bool) -> [JSONValue.Member] {
    let start = isAnonymous ? [] : [JSONValue.Member("started", .string(started))]
    return [
      JSONValue.Member("experiment", .string(experiment)),
      JSONValue.Member("files", .array(files.map { ["path": .string($0.path), "sha256": "\($0.sha256)"] })),
    ] + start + [
      JSONValue.Member("seconds", .real(seconds)), JSONValue.Member("threads", .integer(threads)),
      JSONValue.Member("release", .string(release)),
      JSONValue.Member("machine", machine.json(isAnonymous: isAnonymous)),
    ]
  }
}

extension Provenance.File {
  fileprivate init?(_ json: LocatedJSON) {
    guard let path = json["path"]?.text, let sha256 = json["sha256"]?.text.flatMap({ Digest($0) }) else { return nil }
    self.init(path: path, sha256: sha256)
  }
}
