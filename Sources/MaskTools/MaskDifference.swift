import MaskAlgebra

/// What each of two masks keeps that the other does not, by tensor.
package struct MaskDifference: Hashable, Sendable {
  package let names: [String]
  package let tensors: [Part]

  /// The tensors that one of the masks lacks, which count as kept in it.
  package let completed: [String]

  /// The scalars of a tensor by which of the masks keep them.
  package struct Part: Hashable, Sendable {
    package let name: String
    package let onlyFirst: Int
    package let onlySecond: Int
    package let both: Int
    package let count: Int

    package var isEqual: Bool { onlyFirst == 0 && onlySecond == 0 }
  }

  /// The difference between the two masks. Requires: there are two.
  package init(between masks: AlignedMasks) {
    precondition(masks.names.count == 2, "a difference is between two")
    names = masks.names
    completed = masks.completed
    tensors = masks.tensors.map { tensor in
      let (first, second) = (tensor.masks[0], tensor.masks[1])
      let both = first.intersectionCount(second)
      return Part(
        name: tensor.name, onlyFirst: first.keptCount - both, onlySecond: second.keptCount - both, both: both,
        count: first.count)
    }
  }

  package var isEqual: Bool { tensors.allSatisfy(\.isEqual) }

  /// All tensors together.
  package var total: Part {
    Part(
      name: "all", onlyFirst: tensors.reduce(0) { $0 + $1.onlyFirst },
      onlySecond: tensors.reduce(0) { $0 + $1.onlySecond }, both: tensors.reduce(0) { $0 + $1.both },
      count: tensors.reduce(0) { $0 + $1.count })
  }
}
