package import Diagnostics
package import ExperimentGraph
import ExperimentSpec
package import Files
package import Planning

/// Finds the files that a specification names and takes their digests: the one place where planning meets the disk.
package struct InputProbe: Sendable {
  private let directories: [String]
  let purpose: Purpose
  let files: any FileSystem

  /// What the files are looked for.
  package enum Purpose: Sendable {
    /// To be read: a file that is missing is an error.
    case running

    /// To be known as far as they are at hand: a file that is missing is worth a note, and its path stands for it.
    case planning
  }

  /// A probe for the specification at `specification`: a relative path is looked up in the folder of the file that it
  /// is written in, in that of the specification, and then in `dataRoot`.
  package init(
    specification: String, dataRoot: String, purpose: Purpose = .running, files: any FileSystem = LocalFileSystem()
  ) {
    let beside = specification.lastIndex(of: "/").map { String(specification[..<$0]) } ?? "."
    directories = [beside, dataRoot]
    self.purpose = purpose
    self.files = files
  }

  /// Where the file at `path`, as a specification writes it in the file called `source`, may be.
  func candidates(_ path: String, writtenIn source: String? = nil) -> [String] {
    if path.hasPrefix("/") { return [path] }
    let beside = source.flatMap { name in name.lastIndex(of: "/").map { String(name[..<$0]) } }
    let folders = [beside].compactMap(\.self).filter { !directories.contains($0) } + directories
    return folders.map { "\($0)/\(path)" }
  }

  private func candidates(_ path: Located<String>) -> [String] {
    candidates(path.value, writtenIn: path.origin.range?.file.name)
  }

  /// Where the file at `path` is; `nil` if it is nowhere.
  func find(_ path: String) -> String? { candidates(path).first(where: files.exists) }

  /// Notes in `log` which of `files`, which a specification names, are missing; none is read.
  package func noteMissing(_ named: [NamedFile], log: inout DiagnosticLog) {
    var seen: Set<String> = []
    let missing = named.map(\.path).filter { path in
      seen.insert(path.value).inserted && !candidates(path).contains(where: files.exists)
    }
    if !missing.isEmpty { log.record(.missingData(missing)) }
  }

  /// The files among `named`, which a specification names, by the path as it is written.
  package func resolve(_ named: [NamedFile], log: inout DiagnosticLog) -> ResolvedFiles {
    var resolved = ResolvedFiles()
    let formats = named.formats
    var seen: Set<String> = []
    var missing: [Located<String>] = []
    for path in named.map(\.path) where seen.insert(path.value).inserted {
      let file: (path: String, bytes: [UInt8])?
      do throws(FileFailure) { file = try files.firstContents(of: candidates(path)) } catch {
        log.record(.unreadableFile(error, at: path.origin.range))
        continue
      }
      guard let file else {
        switch purpose {
        case .running:
          log.record(.missingFile(path.value, at: path.origin.range, lookedFor: candidates(path)))
        case .planning: missing.append(path)
        }
        continue
      }
      let digest = Digest(of: file.bytes)
      resolved[path.value] = InputFile(path: file.path, digest: digest, writtenAs: path.value)
      if let format = formats[path.value] { resolved.sizes[digest] = CorpusSize(counting: file.bytes, in: format) }
    }
    if !missing.isEmpty { log.record(.missingData(missing)) }
    return resolved
  }
}
