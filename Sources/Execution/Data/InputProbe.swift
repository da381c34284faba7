package import Diagnostics
package import ExperimentSpec
import MaskAlgebra
package import Planning

/// Finds the files that a specification names and takes their digests: the one place where planning meets the disk.
package struct InputProbe: Sendable {
  private let directories: [String]
  private let files: any FileSystem

  /// A probe for the specification at `specification`: a relative path is looked up beside it, then in `dataRoot`.
  package init(specification: String, dataRoot: String, files: any FileSystem = LocalFileSystem()) {
    let beside = specification.lastIndex(of: "/").map { String(specification[..<$0]) } ?? "."
    directories = [beside, dataRoot]
    self.files = files
  }

  /// The files that `spec` names, by the path as it is written.
  package func resolve(_ spec: Spec, log: inout DiagnosticLog) -> ResolvedFiles {
    var resolved = ResolvedFiles()
    for path in spec.filePaths where resolved[path.value] == nil {
      let candidates = path.value.hasPrefix("/") ? [path.value] : directories.map { "\($0)/\(path.value)" }
      guard let found = candidates.first(where: files.exists) else {
        log.record(.missingFile(path, lookedFor: candidates))
        resolved[path.value] = InputFile(path: path.value, digest: nil)
        continue
      }
      do throws(FileFailure) {
        resolved[path.value] = InputFile(path: found, digest: Digest(of: try files.contents(of: found)))
      } catch {
        log.record(.unreadableFile(path, error))
      }
    }
    return resolved
  }
}

extension Spec {
  /// Every path of a file in any variant.
  fileprivate var filePaths: [Located<String>] {
    variants.flatMap { variant in
      variant.experiment.datasets.flatMap(\.value.filePaths)
        + [variant.experiment.base.words.pretrained].compactMap(\.self) + variant.experiment.sharing.filePaths
    }
  }
}

extension SharingSpec {
  /// The files that masks are read from.
  fileprivate var filePaths: [Located<String>] {
    switch self {
    case .named, .levels: []
    case .masks(let spec):
      spec.masks.flatMap { mask -> [Located<String>] in
        // A mask that cannot be read is for the graph to report.
        var log = DiagnosticLog()
        let paths = MaskExpression(parsing: mask.value, log: &log)?.filePaths ?? []
        return paths.map { Located($0.value, .written($0.range ?? mask.value.whole)) }
      }
    }
  }
}

extension DatasetSpec {
  fileprivate var filePaths: [Located<String>] {
    switch self {
    case .columns(let columns): [columns.files.train, columns.files.dev, columns.files.test].compactMap(\.self)
    case .synthetic: []
    }
  }
}

/// The rules about files that a specification names.
package enum InputCode {
  package static let missingFile = DiagnosticCode(
    "E0601", "missing file",
    explanation: """
      A file that the specification names is not there. A relative path is looked up beside the specification and then
      under the data root, which `--data` or the variable `SHARESPEC_DATA` names and which is `data/` otherwise.

      ```console
      $ sharespec run experiment.yaml --data ~/corpora
      ```
      """)

  package static let unreadableFile = DiagnosticCode(
    "E0602", "unreadable file",
    explanation: "A file that the specification names is there, but the system refuses to read it.")

  package static let all = [missingFile, unreadableFile]
}

extension Diagnostic {
  fileprivate static func missingFile(_ path: Located<String>, lookedFor candidates: [String]) -> Diagnostic {
    Diagnostic(
      InputCode.missingFile, .error, "there is no file '\(path.value)'", at: path.origin.range,
      notes: candidates.map { "looked for '\($0)'" },
      help: "put the file there, or name another data root with --data or SHARESPEC_DATA")
  }

  fileprivate static func unreadableFile(_ path: Located<String>, _ failure: FileFailure) -> Diagnostic {
    Diagnostic(InputCode.unreadableFile, .error, failure.description, at: path.origin.range)
  }
}
