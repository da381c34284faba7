@testable import Running
@testable import Files
@testable import Store
import Foundation
import Model
import Networks
import Planning
import TestSupport
import Testing
import Text

@testable import Execution

private let layout = ParameterLayout(
  NetworkShape(
    words: .init(count: 3, dimension: 2), encoder: .init(.bilstm, layers: 1, hidden: 1),
    heads: [.init(task: "a", tagCount: 2, depth: 1)]))

private let stage = StageID(Digest(of: [1]))

/// A file of a store in a format of its kind, by number.
private struct Specimen: CustomStringConvertible, Sendable {
  let kind: StoreFormat
  let number: Int

  var description: String { "\(kind) \(number)" }

  /// Every kind in every format from before the first to two after this release's.
  static var all: [Specimen] {
    StoreFormat.allCases.flatMap { kind in (0...kind.current + 2).map { Specimen(kind: kind, number: $0) } }
  }

  /// Whether this release reads it, as `docs/store.md` says.
  var isRead: Bool { number > 0 && number <= kind.current }

  /// The file as the release of its format writes it.
  func bytes() throws -> [UInt8] {
    let current = try currentBytes()
    let renamed = Array(String(decoding: current, as: UTF8.self).replacing(kind.name, with: kind.name(number)).utf8)
    switch kind {
    case .record:
      if number > 2 || number == 0 { return try sealed(renamed) }
      var members = try #require(JSONReader.read(renamed).members).map { JSONValue.Member($0.name, plain($0.value)) }
      members.removeAll { $0.name == "checksum" || number == 1 && ["format", "parameters"].contains($0.name) }
      return Array(JSONText.text(of: .object(members)).utf8)
    case .provenance: return try sealed(renamed)
    case .checkpoint:
      var bytes = current
      guard let place = bytes.firstRange(of: Array(kind.name.utf8)) else { throw Unexpected() }
      bytes.replaceSubrange(place, with: Array(kind.name(number).utf8))
      guard let seal = bytes.firstRange(of: Array("\"sha256\":\"".utf8))?.upperBound else { throw Unexpected() }
      bytes.replaceSubrange(seal..<seal + 64, with: Array(CheckpointSeal.blank.utf8))
      CheckpointSeal.seal(&bytes)
      return bytes
    case .timing, .run, .log: return renamed
    }
  }

  private struct Unexpected: Error {}

  private func currentBytes() throws -> [UInt8] {
    switch kind {
    case .record:
      let small = try SmallStore()
      return try small.files.contents(of: small.layout.record(small.stages[0].id))
    case .provenance: return Provenance(stage, record: Digest(of: [2]), .unknown).encoded()
    case .checkpoint:
      let zeros = Parameters(zerosOf: layout)
      return try TrainingCheckpoint(
        position: TrainingPosition(taskCount: 1), parameters: zeros,
        optimizer: OptimizerState(["momenta": zeros.values]), best: nil, weights: nil
      ).encoded(CheckpointOrigin(stage: stage))
    case .timing:
      return Array("{\"format\": \"sharespec timing 1\", \"operations\": 1e9, \"seconds\": 2, \"threads\": 1}".utf8)
    case .run:
      let run = ActiveRun(host: "h", process: 1, started: "s", updated: "u", RunProgress(), at: 0)
      return Array(JSONText.text(of: run.json).utf8)
    case .log: return Array("\(kind.name): a\nb\n".utf8)
    }
  }

  /// Whether this release finds in `bytes` what a file of the kind holds.
  func reads(_ bytes: [UInt8]) throws -> Bool {
    switch kind {
    case .record: return StageRecord(bytes) != nil
    case .provenance: return Provenance(bytes) != nil
    case .checkpoint:
      do throws(CheckpointRefusal) {
        _ = try TrainingCheckpoint(bytes, of: CheckpointOrigin(stage: stage), layout: layout)
        return true
      } catch {
        return false
      }
    case .timing: return StageTimings.timing(bytes) != nil
    case .run: return ActiveRun(bytes) != nil
    case .log:
      let files = MemoryFileSystem()
      files.overwrite("/log", bytes)
      return try StageLog(of: stage, at: "/log", files) != nil
    }
  }

  /// The bytes with the checksum that belongs to them.
  private func sealed(_ bytes: [UInt8]) throws -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    let end = try #require(text.range(of: "  \"checksum\": ")).lowerBound
    let lines = Array(text[..<end].utf8)
    return lines + Array("  \"checksum\": \"\(Digest(of: lines))\"\n}\n".utf8)
  }

  private func plain(_ json: LocatedJSON) -> JSONValue {
    switch json.content {
    case .null: .null
    case .boolean(let value): .boolean(value)
    case .number: json.integer.map { .integer($0) } ?? .real(json.real ?? 0)
    case .string(let text): .string(text)
    case .array(let elements): .array(elements.map(plain))
    case .object(let members): .object(members.map { JSONValue.Member($0.name, plain($0.value)) })
    }
  }
}

@Suite struct StoreFormatTests {
  @Test(arguments: Specimen.all)
  private func whatAReleaseReadsOfEachFormatIsAsDocumented(specimen: Specimen) throws {
    let bytes = try specimen.bytes()
    #expect(try specimen.reads(bytes) == specimen.isRead)
    let isNewer = specimen.number > specimen.kind.current
    #expect(specimen.kind.newerFormat(of: bytes) == (isNewer ? specimen.kind.name(specimen.number) : nil))
  }

  /// A changed byte of the format's number is found by the checksum, and is not the number of a newer format.
  @Test(arguments: [StoreFormat.record, .provenance, .checkpoint])
  func aDamagedNumberOfAFormatIsNoNewerFormat(kind: StoreFormat) throws {
    var bytes = try Specimen(kind: kind, number: kind.current).bytes()
    let name = try #require(bytes.firstRange(of: Array("\"\(kind.name)\"".utf8)))
    bytes[name.upperBound - 2] = UInt8(ascii: "7")
    #expect(kind.newerFormat(of: bytes) == nil)
  }

  @Test(arguments: [
    ("sharespec record 4", true), ("sharespec record 10", true), ("sharespec record 99999999999999999999999", true),
    ("sharespec record 3", false), ("sharespec record 2", false), ("sharespec record 04", false),
    ("sharespec record 4x", false), ("sharespec record ", false), ("sharespec record", false),
    ("sharespec plan 4", false), ("record 4", false), ("sharespec record -4", false), ("", false), (" ", false),
  ])
  func aNewerFormatHasALargerNumber(name: String, isNewer: Bool) {
    #expect(FormatName.isNewer(name, than: "sharespec record 3") == isNewer)
  }

  /// A run refuses before it does anything, whichever file of a stage is newer, and leaves it as it is.
  @Test(arguments: [StoreFormat.record, .provenance, .checkpoint])
  func aRunReplacesNothingNewer(kind: StoreFormat) async throws {
    let plan = try Workspace().smallestPlan()
    let files = MemoryFileSystem()
    _ = try ArtifactStore(at: storeRoot, files: files)
    let last = try #require(plan.stages.values.last)
    let store = StoreLayout(root: storeRoot)
    let path =
      switch kind {
      case .record, .timing, .run, .log: store.record(last.id)
      case .provenance: store.provenance(last.id)
      case .checkpoint: store.checkpoint(last.id)
      }
    try files.makeDirectory(folder(of: path))
    let bytes = try Specimen(kind: kind, number: kind.current + 1).bytes()
    files.overwrite(path, bytes)
    let events = EventLog()
    let failure = await #expect(throws: FileFailure.self) { try await run(plan, on: files, events) }
    #expect(failure?.path == path)
    #expect(failure?.reason.contains("'\(kind.name(kind.current + 1))'; this release knows '\(kind.name)'") == true)
    #expect(failure?.help?.hasPrefix("use a newer release") == true)
    #expect(events.started == [])
    #expect(try files.contents(of: path) == bytes)
  }
}
