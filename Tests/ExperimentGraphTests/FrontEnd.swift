import Diagnostics
import ExperimentSpec
import SpecSyntax
import Synchronization

@testable import ExperimentGraph

/// What a specification is read from: its file, those that it may extend, and overrides of the command line.
struct Sources: Sendable {
  /// The name of the specification's file.
  let name: String

  /// All files, by path.
  var files: [String: [UInt8]]

  var overrides: [String] = []

  /// The sources with `change` made, in its file or on the command line.
  func applying(_ change: FixIt) -> Sources {
    var result = self
    let file = change.range.file
    if files[file.name] == nil {
      let text = String(decoding: file.applying([change]), as: UTF8.self)
      result.overrides = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    } else {
      result.files[file.name] = file.applying([change])
    }
    return result
  }
}

/// What the front end, down to the graph, makes of sources.
struct Compilation {
  let spec: Spec?
  let graph: ResolvedExperiment?
  let log: DiagnosticLog

  /// The files that were read, the specification's own first.
  let files: [SourceFile]

  init(_ sources: Sources) {
    let main = SourceFile(name: sources.name, bytes: sources.files[sources.name] ?? [])
    let read = Mutex([main])
    let reader = SourceReader { path throws(SourceUnreadable) in
      guard let bytes = sources.files[path] else { throw SourceUnreadable(reason: "there is no file '\(path)'") }
      read.withLock { $0.append(SourceFile(name: path, bytes: bytes)) }
      return bytes
    }
    var log = DiagnosticLog()
    let overrides = parseOverrides(sources.overrides, log: &log)
    let document = SpecDocument(main, log: &log)
    let composed = document.flatMap { ComposedDocument($0, reading: reader, log: &log) }
    let reading = composed.map { SpecReading($0, overrides: overrides, log: &log) }
    spec = reading?.spec
    graph = reading.flatMap { ResolvedExperiment($0, log: &log) }
    files = read.withLock { $0 }
    self.log = log
  }
}
