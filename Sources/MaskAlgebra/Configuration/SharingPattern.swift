/// Cells that the same tasks use in the same way.
package struct SharingPattern: Hashable, Sendable {
  /// The tasks that may keep scalars of the cells, by name.
  package let users: [String]

  /// Those of them that keep every scalar, whatever the learned masks.
  package let certainUsers: [String]

  /// The cells.
  package let cells: PackedMask

  /// The number of scalars in the cells.
  package let parameterCount: Int
}

extension MaskConfiguration {
  /// Which tasks use what: the cells divided by the tasks that may and that certainly use them, in the order of each
  /// pattern's first cell.
  package var sharingPatterns: [SharingPattern] {
    struct Usage: Hashable {
      let users: [String]
      let certainUsers: [String]
    }
    var usages: [Usage] = []
    var members: [Usage: [Int]] = [:]
    for index in universe.cells.indices {
      let users = entries.filter { !$0.mask.functions[index].isNever }.map(\.task)
      let certain = entries.filter { $0.mask.functions[index].isAlways }.map(\.task)
      let usage = Usage(users: users, certainUsers: certain)
      if members[usage] == nil { usages.append(usage) }
      members[usage, default: []].append(index)
    }
    return usages.map { usage in
      var cells = PackedMask(count: universe.cells.count)
      for index in members[usage] ?? [] { cells[index] = true }
      return SharingPattern(
        users: usage.users, certainUsers: usage.certainUsers, cells: cells,
        parameterCount: cells.keptIndices.reduce(0) { $0 + universe.count(of: universe.cells[$1]) })
    }
  }
}
