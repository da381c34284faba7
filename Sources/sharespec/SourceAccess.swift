import Diagnostics
import ExperimentSpec
import Files
import PlanFormat
import SpecSyntax

/// Where the texts of specifications are read from.
enum SourceAccess: Sendable {
  case disk

  /// A revision in the git repository around the working directory.
  case revision(GitRevision)

  /// Whether files are read from the disk, where others may stand beside them.
  var isDisk: Bool {
    switch self {
    case .disk: true
    case .revision: false
    }
  }

  /// The file at `path`, under the name by which messages call it.
  ///
  /// Of a file that is larger than a specification and no plan, no more is read than shows that.
  func file(_ path: String) throws(FileFailure) -> SourceFile {
    let name =
      switch self {
      case .disk: path
      case .revision(let revision): prefix(revision) + path
      }
    let enough = SpecDocument.largestFile + 1
    let start = SourceFile(name: name, bytes: try beginning(of: path, enough))
    guard start.bytes.count == enough, PlanFileKind.isPlan(start) else { return start }
    return SourceFile(name: name, bytes: try contents(of: path, upTo: .plan))
  }

  private func contents(of path: String, upTo limit: SizeLimit) throws(FileFailure) -> [UInt8] {
    switch self {
    case .disk: return try LocalFileSystem().contents(of: path, upTo: limit)
    case .revision(let revision):
      let bytes = try revision.beginning(of: path, limit.bytes + 1)
      guard bytes.count <= limit.bytes else { throw FileFailure(.read, prefix(revision) + path, .tooLarge(limit)) }
      return bytes
    }
  }

  /// The first bytes of the file at `path`: `count`, or all if it has no more.
  private func beginning(of path: String, _ count: Int) throws(FileFailure) -> [UInt8] {
    switch self {
    case .disk: try LocalFileSystem().beginning(of: path, count)
    case .revision(let revision): try revision.beginning(of: path, count)
    }
  }

  /// Reads files by the names that `file` gives and that others beside them have.
  var reader: SourceReader {
    SourceReader(namesBeside: namesBeside) { [self] name throws(SourceUnreadable) in
      do throws(FileFailure) {
        let path =
          switch self {
          case .disk: name
          case .revision(let revision): String(name.dropFirst(prefix(revision).count))
          }
        return try beginning(of: path, SpecDocument.largestFile + 1)
      } catch {
        throw SourceUnreadable(reason: error.description)
      }
    }
  }

  /// The names of the files in the folder of the file called `name`; none where they cannot be listed.
  private func namesBeside(_ name: String) -> [String] {
    func folder(of path: Substring) -> String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "." }
    switch self {
    case .disk:
      let folder = name.hasPrefix("/") ? "/" + folder(of: name.dropFirst()) : folder(of: name[...])
      return (try? LocalFileSystem().names(in: folder)) ?? []
    case .revision(let revision):
      return (try? revision.names(in: folder(of: name.dropFirst(prefix(revision).count)))) ?? []
    }
  }

  /// What stands in front of the paths of a revision's files. The point keeps it apart from folders that `..` leaves.
  private func prefix(_ revision: GitRevision) -> String { "\(revision.name):./" }
}
