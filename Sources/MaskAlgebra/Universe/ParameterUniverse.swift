package import Model

/// The scalar parameters that masks range over: the tensors of the base network, each times its towers.
package struct ParameterUniverse: Hashable, Sendable {
  /// Held by reference, since every mask of a plan has a copy of its universe.
  private let parts: Shared<Parts>

  /// The tensors, from the characters to the top layer.
  package var tensors: [ParameterTensor] { parts.value.tensors }

  /// The tasks that have a tower of their own, by name; empty where the base network has one tower only.
  package var towers: [String] { parts.value.towers }

  /// The finest parts that masks tell apart without learned masks: tensor by tensor, each tower by tower.
  package var cells: [Cell] { parts.value.cells }

  private struct Parts: Hashable, Sendable {
    let tensors: [ParameterTensor]
    let towers: [String]
    let cells: [Cell]

    // Cells follow from tensors and towers.
    static func == (left: Parts, right: Parts) -> Bool {
      left.tensors == right.tensors && left.towers == right.towers
    }

    /// A few properties distinguish most universes.
    func hash(into hasher: inout Hasher) {
      hasher.combine(tensors.count)
      hasher.combine(cells.count)
      for tensor in tensors { hasher.combine(tensor.count) }
      hasher.combine(towers.first)
      hasher.combine(towers.last)
    }
  }

  /// One tensor in one tower.
  package struct Cell: Hashable, Sendable {
    /// The index in `tensors`.
    package let tensor: Int

    /// The index in `towers`; `nil` for a tensor that all towers have in common.
    package let tower: Int?
  }

  /// Creates the universe of `tensors` with the given towers, in whatever order. Requires: their names differ.
  package init(tensors: [ParameterTensor], towers: [String]) {
    precondition(Set(towers).count == towers.count, "towers have different names")
    let towers = towers.sorted()
    parts = Shared(
      Parts(
        tensors: tensors, towers: towers,
        cells: tensors.indices.flatMap { tensor in
          tensors[tensor].isTowered && !towers.isEmpty
            ? towers.indices.map { Cell(tensor: tensor, tower: $0) } : [Cell(tensor: tensor, tower: nil)]
        }))
  }

  /// The universe with tensors of size 0: equal for universes that differ in the sizes of tensors alone.
  package var withoutSizes: ParameterUniverse {
    ParameterUniverse(
      tensors: tensors.map {
        ParameterTensor($0.slot, count: 0, isTowered: $0.isTowered, isPrunable: $0.isPrunable)
      }, towers: towers)
  }

  /// The tensor that `cell` is a copy of.
  package func tensor(of cell: Cell) -> ParameterTensor { tensors[cell.tensor] }

  /// The task whose tower `cell` lies in; `nil` where it is common to all towers.
  package func tower(of cell: Cell) -> String? { cell.tower.map { towers[$0] } }

  /// The index in `towers` of the one of `task`; `nil` if it has none.
  ///
  /// Complexity: logarithmic in the number of towers.
  package func index(ofTower task: String) -> Int? { towers.index(inSorted: task) }

  /// The number of scalars in `cell`.
  package func count(of cell: Cell) -> Int { tensors[cell.tensor].count }

  /// The name of `cell`, as files of weights have it.
  package func name(of cell: Cell) -> TensorName {
    TensorName(tower: tower(of: cell), tensors[cell.tensor].slot)
  }

  /// The number of scalars in all cells.
  package var parameterCount: Int { cells.reduce(0) { $0 + count(of: $1) } }

  /// The number of scalars in one tower, common tensors included: the size of the base network itself.
  package var baseParameterCount: Int { tensors.reduce(0) { $0 + $1.count } }

  /// The number of scalars of the base network itself that pruning may drop.
  package var prunableCount: Int { tensors.reduce(0) { $1.isPrunable ? $0 + $1.count : $0 } }

  /// The number of encoder layers.
  package var layers: Int { tensors.compactMap(\.region.layer).max() ?? 0 }

  /// The ways through a sentence that encoder layers have, in their order.
  package var directions: [Direction] {
    var directions: [Direction] = []
    for tensor in tensors {
      switch tensor.region {
      case .encoder(_, let direction, _): if !directions.contains(direction) { directions.append(direction) }
      case .charCNN: break
      }
    }
    return directions
  }

  /// Whether the base network reads the characters of words.
  package var hasCharacters: Bool { tensors.contains { $0.region == .charCNN } }
}
