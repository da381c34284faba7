package import Diagnostics
package import Planning

extension InputProbe {
  /// `document` with each file where it was found, and the sizes of those that are corpora as far as they are at hand;
  /// `nil`, with the reasons in `log`, if a file that a run would read is missing or is another one.
  package func resolve(_ document: PlanDocument, log: inout DiagnosticLog) -> (PlanDocument, CorpusSizes)? {
    let errors = log.errorCount
    var resolved = document
    var sizes = CorpusSizes()
    resolved.files = document.files.map { file in
      guard let found = find(file.path) else {
        if purpose == .running { log.record(.missingFile(file.path, lookedFor: candidates(file.path))) }
        return file
      }
      do throws(FileFailure) {
        let bytes = try files.contents(of: found)
        if Digest(of: bytes) == file.digest {
          sizes[file.digest] = CorpusSize(counting: bytes, skipping: [])
          return PlanDocument.FileEntry(digest: file.digest, path: file.path, foundAt: found)
        }
        if purpose == .running { log.record(.changedFile(found, file.path)) }
      } catch {
        if purpose == .running { log.record(.unreadableFile(error)) }
      }
      return file
    }
    return log.errorCount == errors ? (resolved, sizes) : nil
  }
}

extension DiagnosticLog {
  /// Records the files that `plan` knows by path only, on which it cannot run.
  package mutating func recordUnknownFiles(of plan: Plan) {
    for file in plan.inputFiles where file.digest == nil {
      record(
        Diagnostic(
          InputCode.unknownContent, .error, "the plan was made without '\(file.writtenPath)'", at: nil,
          help: "make the plan anew where the file is"))
    }
  }
}

extension Diagnostic {
  package static func overriddenPlan(_ override: String) -> Diagnostic {
    Diagnostic(
      InputCode.overriddenPlan, .error, "a plan cannot be changed by --set \(override)", at: nil,
      help: "make another plan from the specification")
  }

  fileprivate static func missingFile(_ path: String, lookedFor candidates: [String]) -> Diagnostic {
    Diagnostic(
      InputCode.missingFile, .error, "there is no file '\(path)'", at: nil,
      notes: candidates.map { "looked for '\($0)'" },
      help: "put the file there, or name another data root with --data or SHARESPEC_DATA")
  }

  fileprivate static func changedFile(_ found: String, _ path: String) -> Diagnostic {
    Diagnostic(
      InputCode.changedFile, .error, "'\(found)' has changed since the plan was made", at: nil,
      notes: ["the plan calls it '\(path)'"], help: "make the plan anew, or put the old file back")
  }

  fileprivate static func unreadableFile(_ failure: FileFailure) -> Diagnostic {
    Diagnostic(InputCode.unreadableFile, .error, failure.description, at: nil)
  }
}
