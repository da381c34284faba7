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
  let cache: InputCache?

  /// What the files are looked for.
  package enum Purpose: Sendable {
    /// To be read: a file that is missing is an error.
    case running

    /// To be known as far as they can be read: a file that is missing is worth a note, and its path stands for it.
    case planning
  }

  /// A probe for the specification at `specification`: a relative path is looked up in the folder of the file that it
  /// is written in, in that of the specification, and then in `dataRoot`.
  package init(
    specification: String, dataRoot: String, purpose: Purpose = .running, cache: InputCache? = nil,
    files: any FileSystem = LocalFileSystem()
  ) {
    let beside = specification.lastIndex(of: "/").map { String(specification[..<$0]) } ?? "."
    directories = [beside, dataRoot]
    self.purpose = purpose
    self.cache = cache
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
    var seen: Set<String> = []
    var missing: [Located<String>] = []
    for file in named where seen.insert(file.path.value).inserted {
      let path = file.path
      let found: (path: String, digest: Digest)?
      do throws(FileFailure) { found = try firstDigest(of: candidates(path), upTo: file.content.sizeLimit) } catch {
        log.record(.unreadableFile(error, at: path.origin.range))
        continue
      }
      guard let found else {
        switch purpose {
        case .running:
          log.record(.missingFile(path.value, at: path.origin.range, lookedFor: candidates(path)))
        case .planning: missing.append(path)
        }
        continue
      }
      resolved[path.value] = InputFile(path: found.path, digest: found.digest, writtenAs: path.value)
    }
    if !missing.isEmpty { log.record(.missingData(missing)) }
    return resolved
  }

  /// The first of `paths` at which there is a file, and the digest of its content; `nil` if there is none at any.
  func firstDigest(of paths: [String], upTo limit: SizeLimit) throws(FileFailure) -> (path: String, digest: Digest)? {
    for path in paths {
      let stamp = cache == nil ? nil : files.stamp(of: path)
      if let stamp, let digest = cache?.digest(stamp) { return (path, digest) }
      guard let bytes = try files.contentsIfThere(path, upTo: limit) else { continue }
      let digest = Digest(of: bytes)
      // A file that changes while it is read has another stamp afterwards.
      if let stamp, files.stamp(of: path) == stamp { cache?.keep(digest, for: stamp) }
      return (path, digest)
    }
    return nil
  }
}

extension NamedFile.Content {
  /// The most that such a file may hold.
  fileprivate var sizeLimit: SizeLimit {
    switch self {
    case .corpus: .corpus
    case .wordVectors: .wordVectors
    case .mask: .maskFile
    }
  }
}
