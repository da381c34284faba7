/// What tensors of another program are called here: `theirs=ours`, in which one star on each side stands for the same
/// text.
package struct TensorRenaming: Hashable, Sendable {
  /// As it was written.
  package let text: String

  private let pattern: (prefix: String, suffix: String?)
  private let replacement: (prefix: String, suffix: String?)

  /// Reads `theirs=ours`; `nil` if a side is empty, has two stars, or has one that the other has not.
  package init?(_ text: String) {
    let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard sides.count == 2, let pattern = Self.parts(sides[0]), let replacement = Self.parts(sides[1]),
      (pattern.suffix == nil) == (replacement.suffix == nil)
    else { return nil }
    self.text = text
    self.pattern = pattern
    self.replacement = replacement
  }

  private static func parts(_ side: Substring) -> (prefix: String, suffix: String?)? {
    let parts = side.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    guard !side.isEmpty, parts.count <= 2 else { return nil }
    return (parts[0], parts.count == 2 ? parts[1] : nil)
  }

  /// The new name of the tensor called `name`; `nil` if it is not meant.
  func renamed(_ name: String) -> String? {
    guard let suffix = pattern.suffix else { return name == pattern.prefix ? replacement.prefix : nil }
    guard name.utf8.count >= pattern.prefix.utf8.count + suffix.utf8.count, name.hasPrefix(pattern.prefix),
      name.hasSuffix(suffix)
    else { return nil }
    let middle = name.utf8.dropFirst(pattern.prefix.utf8.count).dropLast(suffix.utf8.count)
    return replacement.prefix + String(Substring(middle)) + (replacement.suffix ?? "")
  }

  package static func == (left: Self, right: Self) -> Bool { left.text == right.text }
  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
