import Model

extension CanonicalMask {
  /// The towers of which the mask may keep something of their own, by name; empty in a network with one tower.
  package var liveTowers: [String] {
    liveTowerIndices.map { universe.towers[$0] }
  }

  /// The indices of those towers, in order.
  private var liveTowerIndices: [Int] {
    var isLive = [Bool](repeating: false, count: universe.towers.count)
    for (cell, function) in zip(universe.cells, functions) {
      if let tower = cell.tower, !function.isNever { isLive[tower] = true }
    }
    return isLive.indices.filter { isLive[$0] }
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
    var depth = 0
    for (cell, function) in zip(universe.cells, functions) where !function.isNever {
      let tensor = universe.tensor(of: cell)
      if tensor.attribute == .weights, let layer = tensor.region.layer { depth = max(depth, layer) }
    }
    return depth
  }

  /// The tensors of which the mask may keep something in `tower`, common ones included.
  func liveTensors(in tower: String?) -> [ParameterTensor] {
    let place = tower.flatMap(universe.index(ofTower:))
    return zip(universe.cells, functions).compactMap { cell, function in
      guard !function.isNever, cell.tower == nil || cell.tower == place else { return nil }
      return universe.tensor(of: cell)
    }
  }
}
