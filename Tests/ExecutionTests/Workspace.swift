@testable import Running
@testable import Store
@testable import Inputs
import Diagnostics
import ExperimentGraph
import Foundation
import FrontEndSupport
import Planning

@testable import Execution

/// A folder for one test, removed when the test lets go of it.
final class Workspace {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "sharespec-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file into the folder.
  func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
  }

  /// The files of the store `name` with their contents, but for what differs between runs.
  func contents(ofStore name: String) throws -> [String: Data] {
    let root = URL(filePath: "\(path)/\(name)")
    var files: [String: Data] = [:]
    for case let file as URL in FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) ?? .init() {
      let path = String(file.path.dropFirst(root.path.count))
      let isOfOneRun = ["timings", "provenance", "locks"].contains { path.hasPrefix("/\($0)/") }
      if !isOfOneRun, let data = try? Data(contentsOf: file) { files[path] = data }
    }
    return files
  }

  /// The plan of `text`, whose files are in the folder.
  func plan(_ text: String) throws -> Plan {
    let name = "\(path)/spec.yaml"
    let spec = try rightSpec(text, named: name)
    var log = DiagnosticLog()
    let graph = try rightGraph(of: spec)
    let files = InputProbe(specification: name, dataRoot: path).resolve(graph.files, log: &log)
    if log.hasErrors { throw Refusal(findings: log.sorted.map(\.message)) }
    return Plan(lowering: graph, files: files).labelledByName
  }

  /// Runs `plan` into the store `name`; gives the report and what was told on the way.
  func run(_ plan: Plan, store name: String = "store", jobs: Int = 1) async throws -> (RunReport, EventLog) {
    let events = EventLog()
    let store = try ArtifactStore(at: "\(path)/\(name)")
    let model = CostModel(sizes: CorpusSizes(), rates: .standard)
    return (try await PlanRunner(store: store, jobs: jobs, observer: events, timedBy: model).run(plan), events)
  }
}

/// Remembers which stages were started.
final class EventLog: RunObserver {
  private let lock = NSLock()
  private nonisolated(unsafe) var labels: [String] = []

  var started: [String] { lock.withLock { labels } }

  func observe(_ event: RunEvent) {
    if case .stageStarted(let stage) = event { lock.withLock { labels.append(stage.label) } }
  }
}

/// A specification that trains in a moment, on the built-in corpus.
func tinySpecification(sharing: String = "sparse", seed: Int = 3, more: String = "") -> String {
  """
  sharespec: 1
  name: tiny
  seed: \(seed)
  datasets: {d: {format: synthetic, sentences: {train: 30, dev: 10, test: 10}}}
  tasks:
    pos: {dataset: d, column: pos, metric: accuracy}
    ner: {dataset: d, column: ner, metric: span_f1, scheme: {from: bio2, to: bioes}}
    pp: {dataset: d, derive: position, metric: accuracy}
  base:
    words: {dimension: 8}
    characters: {dimension: 4, filters: 5}
    encoder: {hidden: 6}
  sharing: \(sharing)
  pruning: {rate: {final: 0.5, rounds: 2}, epochs: 1}
  warmup: {epochs: 1}
  training: {epochs: 2}
  \(more)
  """
}

/// Remembers everything that was told.
final class AllEvents: RunObserver {
  private let lock = NSLock()
  private nonisolated(unsafe) var events: [RunEvent] = []

  var all: [RunEvent] { lock.withLock { events } }

  func observe(_ event: RunEvent) { lock.withLock { events.append(event) } }
}
