import Model

extension CanonicalMask {
  /// The towers of which the mask may keep something of their own, by name; empty in a network with one tower.
  package var liveTowers: [String] {
    universe.towers.indices.filter { tower in
      universe.cells.indices.contains { universe.cells[$0].tower == tower && functions[$0] != .never }
    }.map { universe.towers[$0] }
  }

  /// The encoder layers of which the mask may keep weights in `tower`, from below.
  ///
  /// `tower` is `nil` for a network with one tower. A layer whose weights are all dropped is not in the subnet.
  package func liveLayers(in tower: String?) -> [Int] {
    Set(liveTensors(in: tower).filter { $0.attribute == .weights }.compactMap(\.region.layer)).sorted()
  }

  /// The deepest encoder layer that the mask may keep weights of, in any tower: what the task's head reads; 0 for
  /// none.
  package var depth: Int {
    let towers: [String?] = universe.towers.isEmpty ? [nil] : universe.towers
    return towers.compactMap { liveLayers(in: $0).last }.max() ?? 0
  }

  /// The tensors of which the mask may keep something in `tower`, common ones included.
  func liveTensors(in tower: String?) -> [ParameterTensor] {
    universe.cells.indices.compactMap { index in
      let cell = universe.cells[index]
      guard functions[index] != .never, cell.tower == nil || universe.tower(of: cell) == tower else {
        return nil
      }
      return universe.tensor(of: cell)
    }
  }
}
