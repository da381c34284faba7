/// The files that a specification names, found and digested before planning, by the path as it is written.
///
/// A path that leads to none stands for the file itself: plans can be made without data, and say so.
package struct ResolvedFiles: Sendable {
  private var found: [String: InputFile] = [:]

  /// How much text there is in those that are corpora.
  package var sizes = CorpusSizes()

  /// No file at all.
  package init() {}

  /// The file that `path` leads to, if it was found.
  package subscript(path: String) -> InputFile? {
    get { found[path] }
    set { found[path] = newValue }
  }

  /// The paths that lead to other contents here than in `other`.
  func changedPaths(from other: ResolvedFiles) -> [String] {
    Set(found.keys).union(other.found.keys).filter { file($0) != other.file($0) }.sorted()
  }

  /// The file that `path` leads to, or what stands for it.
  func file(_ path: String) -> InputFile {
    if let file = found[path] { return file }
    return InputFile(path: path, digest: nil)
  }
}
