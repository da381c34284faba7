import Diagnostics
package import SpecSyntax

// How one layer of an experiment (a variant, an override) is laid over what stands below it.

extension Node {
  /// This value with `patch` laid over it.
  ///
  /// Mappings are merged key by key; everything else is replaced, and the new value remembers the place of the old.
  /// A mapping is replaced as a whole when the patch makes another choice of what it is: another `format`, or `levels`
  /// where there were `masks`. Another `kind` keeps the other fields, since all kinds of a block have the same ones.
  package func patched(with patch: Node) -> Node {
    guard let old = mapping, let new = patch.mapping, !new.isOtherChoice(than: old) else {
      return patch.remembering(self)
    }
    var entries = old.entries
    for entry in new.entries {
      if let index = old.index(of: entry.key) {
        let value = entries[index].value.patched(with: entry.value)
        entries[index] = Entry(key: entry.key, keyRange: entry.keyRange, value: value)
      } else {
        entries.append(entry)
      }
    }
    return Node(.mapping(Mapping(entries: entries)), at: range, replaced: replaced)
  }

  /// This value in the place of `old`, whose place it remembers.
  private func remembering(_ old: Node) -> Node {
    Node(content, at: range, replaced: replaced + [old.range] + old.replaced)
  }
}

extension Mapping {
  /// The field that says which other fields a mapping has, and the fields only one of which a mapping has.
  private static let tag = "format"
  private static let exclusiveKeys = ["levels", "masks"]

  fileprivate func isOtherChoice(than old: Mapping) -> Bool {
    let isOtherTag =
      if let new = self[Self.tag]?.value.scalar, let old = old[Self.tag]?.value.scalar {
        new.text.text != old.text.text
      } else {
        false
      }
    let otherKey = Self.exclusiveKeys.contains { key in
      self[key] != nil && old[key] == nil && Self.exclusiveKeys.contains { old[$0] != nil }
    }
    return isOtherTag || otherKey
  }
}

extension Override {
  /// The override as the tree that it amounts to: its value inside a mapping for each key of its path.
  package var patch: Node { path[...].asTree(holding: value) }

  /// The rest of the override as a tree, when its path begins with `keys`.
  package func patch(below keys: [String]) -> Node? {
    guard path.count >= keys.count, zip(path, keys).allSatisfy({ $0.name == $1 }) else { return nil }
    return path.dropFirst(keys.count).asTree(holding: value)
  }
}

extension ArraySlice<PathKey> {
  /// The tree in which the keys lead to `value`.
  func asTree(holding value: Node) -> Node {
    reversed().reduce(value) { inner, key in
      let entry = Entry(key: key.name, keyRange: key.range, value: inner)
      // A value that an alias stands for may be written above the key or in another file.
      let start = key.range.bytes.lowerBound
      let isBelow = value.range.file.name == key.range.file.name && value.range.bytes.upperBound >= start
      let end = isBelow ? value.range.bytes.upperBound : key.range.bytes.upperBound
      return Node(.mapping(Mapping(entries: [entry])), at: SourceRange(key.range.file, start..<end))
    }
  }
}
