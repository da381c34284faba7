package import Diagnostics
import Files
package import PlanFormat
package import Planning

extension InputProbe {
  /// `document` with each file where it was found, if it was; none is read.
  package func locate(_ document: PlanDocument) -> PlanDocument {
    var located = document
    located.files = document.files.map {
      PlanDocument.FileEntry(digest: $0.digest, path: $0.path, foundAt: find($0.path))
    }
    return located
  }

  /// The sizes of those files of `document` that are corpora and that `stage` reads; `nil`, with the reasons in `log`,
  /// if a file that it reads is missing or has other content. Files of other stages may be missing.
  package func sizes(of document: PlanDocument, readBy stage: Stage, log: inout DiagnosticLog) -> CorpusSizes? {
    let read = Set(stage.operation.inputFiles.compactMap(\.digest))
    var part = document
    part.files = document.files.filter { read.contains($0.digest) }
    return resolve(part, log: &log) == nil ? nil : sizes(of: stage.operation.corpora)
  }

  /// `document` with each file where it was found; `nil`, with the reasons in `log`, if a file that a run would read is
  /// missing or has changed.
  package func resolve(_ document: PlanDocument, log: inout DiagnosticLog) -> PlanDocument? {
    let errors = log.errorCount
    var resolved = document
    resolved.files = document.files.map { file in
      do throws(FileFailure) {
        guard let found = try firstDigest(of: candidates(file.path), upTo: .maskFile) else {
          if purpose == .running { log.record(.missingFile(file.path, lookedFor: candidates(file.path))) }
          return file
        }
        if found.digest == file.digest {
          return PlanDocument.FileEntry(digest: file.digest, path: file.path, foundAt: found.path)
        }
        if purpose == .running { log.record(.changedFile(found.path, file.path)) }
      } catch {
        // A plan that is only looked at is planned without the sizes of what is missing, changed or unreadable.
        if purpose == .running { log.record(.unreadableFile(error)) }
      }
      return file
    }
    return log.errorCount == errors ? resolved : nil
  }
}

extension DiagnosticLog {
  /// Records the files that `plan` knows by path only, on which it cannot run.
  package mutating func recordUnknownFiles(of plan: Plan) {
    for file in plan.inputFiles where file.digest == nil {
      record(.unknownContent(of: file.writtenPath))
    }
  }
}
