import Diagnostics
import SpecSyntax

/// How paths are shown in what is given to others.
package struct PathDisplay: Hashable, Sendable {
  /// The folder that sources are seen from, and the one that relative names of them are looked up in; `nil` shows them
  /// as they are.
  private let origin: Origin?

  /// The files that are called by the last parts of their paths, longer paths first; `nil` if all paths are told.
  private let hidden: [String]?

  private struct Origin: Hashable, Sendable {
    let folder: [Substring]
    let workingDirectory: String

    init(of path: String, in workingDirectory: String) {
      self.workingDirectory = workingDirectory
      folder = resolvedPath(path, beside: workingDirectory + "/").split(separator: "/").dropLast()
    }
  }

  /// Paths as they are.
  package init() { (origin, hidden) = (nil, nil) }

  /// Sources as seen from the folder of the specification at `path`, which is looked up in `workingDirectory`.
  ///
  /// - Parameter files: the files that the specification names, if it is not to be told where they are.
  package init(from path: String, in workingDirectory: String, hidingFoldersOf files: [String]? = nil) {
    origin = Origin(of: path, in: workingDirectory)
    hidden = files.map { files in
      Set(files.filter { $0.contains("/") }).sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
    }
  }

  /// What `source` is called.
  func source(_ source: SourceFile) -> String {
    let name = source.name
    guard let origin, source.isFile else { return name }
    let target = resolvedPath(name, beside: origin.workingDirectory + "/").split(separator: "/")
    let common = zip(target, origin.folder).prefix { $0 == $1 }.count
    if hidden != nil, common < origin.folder.count { return Self.lastPart(of: name) }
    let steps = Array(repeating: "..", count: origin.folder.count - common) + target.dropFirst(common).map(String.init)
    return steps.joined(separator: "/")
  }

  /// What the file at `path` is called, as the specification writes it.
  package func file(_ path: String) -> String { hidden == nil ? path : Self.lastPart(of: path) }

  /// `text`, a part of the specification, with the names of the files in it as they are shown.
  func text(_ text: String) -> String {
    (hidden ?? []).reduce(text) { text, path in
      let spellings = Set([path, String(doubleQuoted(path).dropFirst().dropLast())])
      // Bytes, as a combining mark after the path would make its last letter another character.
      return spellings.reduce(text) { text, spelling in
        String(decoding: Array(text.utf8).replacing(spelling.utf8, with: Self.lastPart(of: path).utf8), as: UTF8.self)
      }
    }
  }

  private static func lastPart(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
