import SpecSyntax

/// The parts of a specification that could not be read, by path: other values stand in for them.
///
/// Everything that depends on such a part is unknown; a finding about it would only repeat the mistake in the part.
package struct Gaps: Hashable, Sendable {
  private var paths: Set<String> = []

  package init() {}

  package var isEmpty: Bool { paths.isEmpty }

  /// Whether what stands under `keys`, or something that it is a part of, could not be read.
  package func cover(_ keys: String...) -> Bool {
    !paths.isEmpty && cover(path: keys.reduce("", joinedPath))
  }

  /// Whether anything of what stands under `keys` could not be read.
  package func touch(_ keys: String...) -> Bool {
    if paths.isEmpty { return false }
    let path = keys.reduce("", joinedPath)
    return cover(path: path) || paths.contains { $0.isPart(of: path) }
  }

  func cover(path: String) -> Bool { paths.contains { path.isPart(of: $0) } }

  func touch(path: String) -> Bool { cover(path: path) || paths.contains { $0.isPart(of: path) } }

  /// The gaps in what stands under `keys` of the root.
  package func under(_ keys: Set<String>) -> Gaps {
    if paths.isEmpty { return self }
    var gaps = Gaps()
    gaps.paths = paths.filter { path in path.isEmpty || keys.contains { path.isPart(of: $0) } }
    return gaps
  }

  mutating func insert(_ path: String) { paths.insert(path) }

  mutating func formUnion(_ other: Gaps) { paths.formUnion(other.paths) }
}

extension String {
  /// Whether this path leads to what `path` leads to, or to a part of it.
  fileprivate func isPart(of path: String) -> Bool { path.isEmpty || self == path || hasPrefix(path + ".") }
}
