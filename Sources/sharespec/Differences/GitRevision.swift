import Files
import Glibc

/// The files of a revision in the git repository around the working directory.
struct GitRevision: Sendable {
  /// The revision as git understands it: `HEAD~1`, `main`, a commit's digest.
  let name: String

  /// The revision and path that `text` is, in the form `REV:path`; `nil` if it has no colon or a file is called so.
  static func parse(_ text: String) -> (revision: GitRevision, path: String)? {
    guard !LocalFileSystem().exists(text), let colon = text.firstIndex(of: ":"), colon != text.startIndex else {
      return nil
    }
    return (GitRevision(name: String(text[..<colon])), String(text[text.index(after: colon)...]))
  }

  /// The first bytes of the file at `path`, relative to the working directory: `count`, or all if it has no more.
  func beginning(of path: String, _ count: Int) throws(FileFailure) -> [UInt8] {
    try git(["show", "\(name):./\(path)"], for: path, upTo: count)
  }

  /// The names of the files in the folder at `path`, in the order of their bytes; `nil` if it is a file.
  func names(in path: String) throws(FileFailure) -> [String]? {
    let kind = try git(["cat-file", "-t", "\(name):./\(path)"], for: path)
    guard String(decoding: kind, as: UTF8.self).hasPrefix("tree") else { return nil }
    let listing = try git(["ls-tree", "-z", "--name-only", "\(name):./\(path)"], for: path)
    return listing.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.sorted()
  }

  /// What git with `arguments` prints.
  private func git(
    _ arguments: [String], for path: String, upTo limit: Int = SizeLimit.plan.bytes
  ) throws(FileFailure) -> [UInt8] {
    // A repository's configuration may name commands to fetch what is missing from it.
    let outcome = try ChildProcess.run(
      "git", arguments, upTo: limit, with: ["GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"])
    guard outcome.status == 0 else {
      let reason = String(decoding: outcome.errors.prefix { $0 != 0x0A }, as: UTF8.self)
      throw FileFailure(.read, "\(name):\(path)", .other(reason.isEmpty ? "git failed" : reason))
    }
    return outcome.output
  }
}
