import Diagnostics
import ExperimentGraph
import ExperimentSpec
import Files
import Foundation
import FrontEndSupport
import Planning

@testable import Inputs

/// A folder with data files, removed when the test lets go of it.
final class DataFolder {
  let path: String

  init(_ files: [String: String] = [:]) throws {
    path = NSTemporaryDirectory() + "sharespec-data-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(Array(text.utf8), to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

  /// What a census of the specification `text`, whose files are in the folder, finds if `change` happens after these
  /// were looked up.
  func census(
    _ text: String, cache: InputCache? = nil, files: any FileSystem = LocalFileSystem(),
    after change: () throws -> Void = {}
  ) throws -> Census {
    let spec = try rightSpec(text)
    let graph = try rightGraph(of: spec)
    var log = DiagnosticLog()
    let probe = InputProbe(
      specification: "\(path)/specimen.yaml", dataRoot: path, purpose: .planning, cache: cache, files: files)
    let resolved = probe.resolve(graph.files, log: &log)
    let subjects = CensusSubjects(of: graph, resolved)
    try change()
    let census = DataCensus(files: files, cache: cache)
    let result = census.result(of: subjects)
    census.record(result.findings, in: &log) { spec.variants[$0].settled }
    return Census(folder: path, log: log, subjects: subjects, sizes: result.sizes)
  }
}

/// What a census has found.
struct Census {
  let folder: String
  let log: DiagnosticLog
  let subjects: CensusSubjects
  let sizes: CorpusSizes

  /// The findings as `CODE PLACE: message`, in the order shown; paths without the folder.
  var findings: [String] {
    log.sorted.map { finding in
      let place = finding.range.map { "\($0)" }.map { $0.replacingOccurrences(of: folder + "/", with: "") }
      return "\(finding.code.id) \(place ?? "-"): \(finding.message.replacingOccurrences(of: folder + "/", with: ""))"
    }
  }

  /// Everything that is said, as people see it, without the folder.
  var text: String {
    TextRenderer(usesColour: false).render(log.sorted).replacingOccurrences(of: folder + "/", with: "")
  }
}

/// A specification with one dataset `d` and the task `t`, whose parts are these.
func specification(
  dataset: String = "{format: columns, files: {train: train.txt, dev: dev.txt}, columns: {token: 0, tag: 1}}",
  task: String = "{dataset: d, column: tag, metric: span_f1, scheme: bio2}", base: String = "{encoder: {layers: 1}}",
  more: String = ""
) -> String {
  """
  sharespec: 1
  name: specimen
  datasets:
    d: \(dataset)
  tasks:
    t: \(task)
  base: \(base)
  sharing: hard
  training: {epochs: 1}
  \(more)
  """
}
