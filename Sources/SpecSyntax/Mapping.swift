/// Values under unique names, in written order.
package struct Mapping: Sendable, Hashable {
  /// The entries in written order; no two have the same key.
  package let entries: [Entry]

  /// The place of each key in `entries`; left empty where searching the few entries is faster.
  private let places: [String: Int]

  /// Creates the mapping that consists of `entries`.
  ///
  /// Requires: no two of them have the same key.
  package init(entries: [Entry] = []) {
    if entries.count <= Self.longestSearched {
      let isUnique = entries.indices.allSatisfy { place in
        entries[..<place].allSatisfy { $0.key != entries[place].key }
      }
      precondition(isUnique, "the keys of a mapping are unique")
      self.init(entries: entries, places: [:])
      return
    }
    var places: [String: Int] = [:]
    places.reserveCapacity(entries.count)
    for (place, entry) in entries.enumerated() { places[entry.key] = place }
    precondition(places.count == entries.count, "the keys of a mapping are unique")
    self.init(entries: entries, places: places)
  }

  /// Creates the mapping that consists of `entries`, whose keys have the given places.
  init(entries: [Entry], places: [String: Int]) {
    self.entries = entries
    self.places = entries.count > Self.longestSearched ? places : [:]
  }

  /// The entry called `key`.
  package subscript(key: String) -> Entry? {
    if places.isEmpty { return entries.first { $0.key == key } }
    return places[key].map { entries[$0] }
  }

  /// The index in `entries` of the one called `key`.
  package func index(of key: String) -> Int? {
    places.isEmpty ? entries.firstIndex { $0.key == key } : places[key]
  }

  /// The number of entries up to which a search beats a table.
  private static let longestSearched = 8

  package static func == (left: Self, right: Self) -> Bool { left.entries == right.entries }
  package func hash(into hasher: inout Hasher) { hasher.combine(entries) }
}
