import Diagnostics
import SpecSyntax

/// A path of a specification, written as overrides write it.
package struct SpecPath: Sendable, Hashable {
  package let keys: [String]

  package init(keys: [String]) { self.keys = keys }

  /// The path that `text` spells; `nil` if it spells none.
  package init?(_ text: String) {
    var log = DiagnosticLog()
    let place = SourceRange(SourceFile(name: "", text: text), 0..<text.utf8.count)
    guard let keys = parsePath(LocatedText(text, at: place), log: &log) else { return nil }
    self.keys = keys.map(\.name)
  }

  /// The path as a text, its keys quoted where they need it.
  package var text: String { keys.reduce("", joinedPath) }

  /// The paths that lead to this one, outermost first, itself last: `base`, `base.words`, `base.words.dimension`.
  var way: [SpecPath] { keys.indices.map { SpecPath(keys: Array(keys[...$0])) } }

  /// The path without its last key.
  package var parent: SpecPath { SpecPath(keys: Array(keys.dropLast())) }

  /// Whether the language has values at this path, or names of the author's own.
  package var isKnown: Bool { KeyOrder.specification.leads(to: keys) }

  /// Whether the path's last key is that of a field, and no name of the author's own.
  package var isField: Bool {
    keys.last.map { KeyOrder.specification.keys(at: parent.keys).contains($0) } ?? false
  }

  /// The name and the rest of a path `variants.NAME.REST`, whose rest may be empty; `nil` for other paths.
  package var ofVariant: (name: String, rest: SpecPath)? {
    guard keys.count > 1, keys[0] == RootFields.variantsKey else { return nil }
    return (keys[1], SpecPath(keys: Array(keys.dropFirst(2))))
  }

  /// Whether the path leads to all variants.
  package var isOfAllVariants: Bool { keys == [RootFields.variantsKey] }
}
