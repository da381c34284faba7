import Diagnostics
import SpecSyntax

extension Spec.Variant {
  /// This variant with the value at `path` as it is in `other`; `nil` if the result cannot be read.
  ///
  /// Such variants are planned to find which value causes which difference.
  package func taking(_ path: SpecPath, from other: Spec.Variant) -> Spec.Variant? {
    let tree = self.tree.taking(path.keys[...], from: other.tree)
    let context = DecodingContext()
    let experiment = FieldType<Experiment>.decodeBlock(tree.mapping, at: "", in: tree.range, context: context)
    guard !context.log.hasErrors, context.gaps.isEmpty else { return nil }
    return Spec.Variant(
      name: name, declared: declared, group: group, nameRange: nameRange, experiment: experiment, gaps: context.gaps,
      origin: ([SpecLayer(.files, tree)], origin.cell, []))
  }
}

extension Node {
  /// This tree with what stands under `keys` as in `other`; where one of the two is no mapping on the way, what stands
  /// there is taken as a whole.
  fileprivate func taking(_ keys: ArraySlice<String>, from other: Node) -> Node {
    guard let key = keys.first, let own = mapping, let theirs = other.mapping else { return other }
    let rest = keys.dropFirst()
    let entry = theirs[key] ?? own[key]
    // What is not written is as an empty mapping: all of its fields have their defaults.
    let nothing = Node(.mapping(Mapping()), at: range)
    guard let entry, theirs[key] != nil || !rest.isEmpty else {
      return replacing(entries: own.entries.filter { $0.key != key })
    }
    let value = (own[key]?.value ?? nothing).taking(rest, from: theirs[key]?.value ?? nothing)
    let changed = Entry(key: key, keyRange: entry.keyRange, value: value)
    var entries = own.entries
    if let place = entries.firstIndex(where: { $0.key == key }) {
      entries[place] = changed
    } else {
      entries.append(changed)
    }
    return replacing(entries: entries)
  }

  private func replacing(entries: [Entry]) -> Node {
    Node(.mapping(Mapping(entries: entries)), at: range, replaced: replaced)
  }
}
