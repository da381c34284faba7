/// The known keys of the mapping at `path` in canonical order; none where the author chooses the names.
///
/// An element of a list is called by its number from 0.
package typealias KeyOrdering = @Sendable (_ path: [String]) -> [String]

extension SourceTree {
  /// Puts the keys of every mapping into the order that `order` gives, each with its comments.
  mutating func arrangeKeys(by order: KeyOrdering) {
    guard case .collection(var collection) = root.content else { return }
    // The blank line above the first entry is known as the one below the comments at the start of the file.
    collection.arrangeKeys(at: [], by: order)
    if !collection.entries.isEmpty { takeOpening(from: &collection.entries[0]) }
    root.content = .collection(collection)
  }

  /// Counts the comments above `first`, now the first entry of the file, as comments at its start.
  private mutating func takeOpening(from first: inout SourceEntry) {
    guard !first.leading.isEmpty else { return }
    first.leading[0].hasBlankLineBefore = hasBlankLineAfterOpening
    opening += first.leading
    hasBlankLineAfterOpening = first.hasBlankLineBefore
    first.leading = []
    first.hasBlankLineBefore = false
  }
}

extension SourceCollection {
  fileprivate mutating func arrangeKeys(at path: [String], by order: KeyOrdering) {
    for index in entries.indices {
      guard case .collection(var inner) = entries[index].value.content else { continue }
      inner.arrangeKeys(at: path + [entries[index].key?.name ?? "\(index)"], by: order)
      entries[index].value.content = .collection(inner)
    }
    guard !entries.isEmpty else { return }
    entries[0].removeBlankLineBefore()
    if kind == .mapping, entries.count > 1 { sortEntries(by: order(path)) }
    entries[0].removeBlankLineBefore()
  }

  /// Puts the entries with `keys` first, in that order, unless an alias would come before its anchor.
  private mutating func sortEntries(by keys: [String]) {
    var ranks: [String: Int] = [:]
    for (rank, key) in keys.enumerated() { ranks[key] = rank }
    let ranked = entries.enumerated().map { (rank: $1.key.flatMap { ranks[$0.name] } ?? keys.count, place: $0) }
    let sorted = ranked.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.place)
    guard sorted != Array(entries.indices) else { return }
    let arranged = sorted.map { entries[$0] }
    if SourceReferences.areInOrder(in: arranged) { entries = arranged }
  }
}

/// The names that a part of a text defines and uses.
private struct SourceReferences {
  private(set) var anchors: Set<String> = []
  private(set) var aliases: Set<String> = []

  /// Whether no alias in `entries` stands before its anchor.
  static func areInOrder(in entries: [SourceEntry]) -> Bool {
    var later: Set<String> = []
    for entry in entries.reversed() {
      let own = SourceReferences(in: entry)
      if !own.aliases.isDisjoint(with: later) { return false }
      later.formUnion(own.anchors)
    }
    return true
  }

  private init(in entry: SourceEntry) { add(entry) }

  private mutating func add(_ entry: SourceEntry) {
    if let anchor = entry.key?.anchor { anchors.insert(anchor) }
    if let anchor = entry.value.anchor { anchors.insert(anchor) }
    switch entry.value.content {
    case .alias(let name): aliases.insert(name)
    case .collection(let collection): for inner in collection.entries { add(inner) }
    case .nothing, .scalar, .block: break
    }
  }
}
