/// The files that a specification names, found and digested before planning, by the path as it is written.
package struct ResolvedFiles: Sendable {
  private var files: [String: InputFile] = [:]

  /// How much text there is in those that are corpora.
  package var sizes = CorpusSizes()

  package init() {}

  package subscript(path: String) -> InputFile? {
    get { files[path] }
    set { files[path] = newValue }
  }

  /// The file that `path` leads to; one that is not at hand stands under its path alone.
  func file(_ path: String) -> InputFile { files[path] ?? InputFile(path: path, digest: nil) }
}
