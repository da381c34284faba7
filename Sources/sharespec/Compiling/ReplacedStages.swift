import Files

/// Files of stages that a compilation is about to replace: they keep the stages of those variants that are not written
/// yet, and are there for longer only if the compilation is stopped.
enum ReplacedStages {
  /// What the stages of a folder are called, without a suffix.
  static let stem = "stages"

  /// What the name of a replaced file begins with. No variant has a file whose name begins so.
  private static let start = "\(stem)~old-"

  /// The name of a replaced file with these first digits of its digest.
  static func name(_ digits: String, suffix: String) -> String { start + digits + suffix }

  /// Whether `name` is one of a replaced file.
  static func isName(_ name: String, suffix: String) -> Bool { name.hasPrefix(start) && name.hasSuffix(suffix) }

  /// The paths of replaced files beside the stages at `path`, in order of name.
  static func paths(besides path: String) -> [String] {
    let folder = parent(of: path)
    let suffix = path.lastIndex(of: ".").map { String(path[$0...]) } ?? ""
    // What cannot be listed is reported when it is read.
    let names = (try? LocalFileSystem().namesIfThere(in: folder)) ?? []
    return names.filter { isName($0, suffix: suffix) }.map { "\(folder)/\($0)" }
  }
}
