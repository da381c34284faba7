/// Packed masks by the names of their tensors, in a fixed order.
package struct PackedMaskSet: Hashable, Sendable {
  /// The names and masks in the order given.
  package private(set) var entries: [Entry] = []

  private var positions: [String: Int] = [:]

  /// The mask of one tensor.
  package struct Entry: Hashable, Sendable {
    package let name: String
    package var mask: PackedMask

    package init(name: String, mask: PackedMask) {
      self.name = name
      self.mask = mask
    }
  }

  package init() {}

  /// Creates the set of `entries`. Requires: their names differ.
  package init(_ entries: some Sequence<(String, PackedMask)>) {
    for (name, mask) in entries {
      precondition(positions[name] == nil, "a set holds one mask for each tensor")
      self[name] = mask
    }
  }

  /// The mask of the tensor called `name`; `nil` where the set has none.
  ///
  /// A new name goes to the end; putting `nil` changes nothing, as nobody takes masks away.
  package subscript(name: String) -> PackedMask? {
    get { positions[name].map { entries[$0].mask } }
    set {
      guard let newValue else { return }
      if let position = positions[name] {
        entries[position].mask = newValue
      } else {
        positions[name] = entries.count
        entries.append(Entry(name: name, mask: newValue))
      }
    }
  }

  /// The names in order.
  package var names: [String] { entries.map(\.name) }

  /// The number of scalars kept in all tensors.
  package var keptCount: Int { entries.reduce(0) { $0 + $1.mask.keptCount } }

  /// The number of scalars in all tensors.
  package var count: Int { entries.reduce(0) { $0 + $1.mask.count } }
}
