import Diagnostics
import ExperimentGraph
import ExperimentSpec
import Foundation
import FrontEndSupport
import SpecSyntax

@testable import Planning

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// The specifications that the project brings along, by their path from its root.
let bundledPaths: [String] = ["specs", "specs/examples"].flatMap { folder in
  let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
  return names.filter { $0.hasSuffix(".yaml") }.sorted().map { "\(folder)/\($0)" }
}

/// The typed specification in `file` with `overrides` laid over it, what it extends read from the disk.
///
/// - Parameter reading: what is made of the bytes of each of those files.
func spec(
  _ file: SourceFile, overrides: [String] = [], reading: @escaping @Sendable ([UInt8]) -> [UInt8] = { $0 }
) throws -> Spec {
  var log = DiagnosticLog()
  let reader = SourceReader { path throws(SourceUnreadable) in
    guard let data = FileManager.default.contents(atPath: root.appending(path: path).path) else {
      throw SourceUnreadable(reason: "there is no file '\(path)'")
    }
    return reading(Array(data))
  }
  guard let document = SpecDocument(file, log: &log),
    let composed = ComposedDocument(document, reading: reader, log: &log),
    let parsed = parseOverrides(overrides, log: &log),
    let spec = Spec(composed, overrides: parsed, log: &log)
  else { throw Refusal(log) }
  return spec
}

/// The bundledPaths specification at `path` with `overrides` laid over it.
func bundledSpec(_ path: String, overrides: [String] = []) throws -> Spec {
  let data = try Data(contentsOf: root.appending(path: path))
  return try spec(SourceFile(name: path, bytes: Array(data)), overrides: overrides)
}

/// The plan of `spec`, none of whose files is at hand.
func plan(_ spec: Spec) throws -> Plan {
  Plan(lowering: try rightGraph(of: spec), files: ResolvedFiles())
}
