import Diagnostics
import ExperimentSpec
import Files

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
  func file(_ path: String) throws(FileFailure) -> SourceFile {
    switch self {
    case .disk: SourceFile(name: path, bytes: try LocalFileSystem().contents(of: path))
    case .revision(let revision): SourceFile(name: prefix(revision) + path, bytes: try revision.contents(of: path))
    }
  }

  /// Reads files by the names that `file` gives and that others beside them have.
  var reader: SourceReader {
    SourceReader(namesBeside: namesBeside) { [self] name throws(SourceUnreadable) in
      do throws(FileFailure) {
        switch self {
        case .disk: return try LocalFileSystem().contents(of: name)
        case .revision(let revision): return try revision.contents(of: String(name.dropFirst(prefix(revision).count)))
        }
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
