import Diagnostics

/// How paths are shown in a specification that is given to others.
package struct PathDisplay: Hashable, Sendable {
  /// The folder that the names of sources are shown from; without one, they are shown as they are.
  private let folder: String?

  /// Whether values lose the folders of absolute paths.
  private let hidesFolders: Bool

  /// Paths as they are.
  package init() { (folder, hidesFolders) = (nil, false) }

  /// Names of sources as seen from the folder of the specification at `path`; with `hidesFolders`, absolute paths in
  /// values by their last part alone.
  package init(from path: String, hidesFolders: Bool = false) {
    folder = path.hasPrefix("/") ? String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) : nil
    self.hidesFolders = hidesFolders
  }

  /// What the source called `name` is called.
  func name(_ name: String) -> String {
    guard let folder, name.hasPrefix("/") else { return name }
    let (target, start) = (name.split(separator: "/"), folder.split(separator: "/"))
    let common = zip(target, start).prefix { $0 == $1 }.count
    let steps = Array(repeating: "..", count: start.count - common) + target.dropFirst(common).map(String.init)
    return steps.joined(separator: "/")
  }

  /// The value as it is shown.
  func value(_ value: SettledValue) -> SettledValue {
    guard hidesFolders else { return value }
    return SettledValue(
      path: value.path, text: withoutFolder(value.text), origin: value.origin, replaced: value.replaced)
  }

  /// `text`, which may stand in quotes, without the folder of an absolute path.
  private func withoutFolder(_ text: String) -> String {
    let quote = text.hasPrefix("\"") ? "\"" : ""
    let path = text.dropFirst(quote.count)
    guard path.hasPrefix("/") || path.hasPrefix("~/"), let slash = path.lastIndex(of: "/") else { return text }
    return quote + path[path.index(after: slash)...]
  }
}
