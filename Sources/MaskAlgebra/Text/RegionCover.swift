import Model

/// Finds short region expressions for sets of cells.
///
/// A set is given by the cells that the expression must cover and those that it may; the rest it must not. The
/// search is greedy over maximal boxes (a run of layers, possibly a direction, a part and an attribute), so the result
/// is short, not proved shortest; it depends on the sets alone.
package struct RegionCover {
  private let universe: ParameterUniverse
  private let fixed: [(region: RegionReference, cells: PackedMask)]
  private let layered: [Layered]

  /// The cells that all towers have in common, and those of each tower.
  private let common: PackedMask
  private let own: [PackedMask]

  package init(_ universe: ParameterUniverse) {
    self.universe = universe
    fixed = universe.fixedRegions
    layered = universe.layeredRegions
    var common = PackedMask(count: universe.cells.count)
    var own = [PackedMask](repeating: common, count: universe.towers.count)
    for (index, cell) in universe.cells.enumerated() {
      if let tower = cell.tower { own[tower][index] = true } else { common[index] = true }
    }
    self.common = common
    self.own = own
  }

  /// An expression for a set of cells that includes `required` and lies within `allowed`.
  ///
  /// Requires: `required` lies within `allowed`.
  func expression(required: PackedMask, allowed: PackedMask) -> MaskExpression {
    if required.isEmpty { return MaskExpression(.none) }
    if allowed.isFull { return MaskExpression(.all) }
    let positive = union(required: required, allowed: allowed)
    // A complement has two words at least.
    if positive.wordCount <= 2 { return positive }
    let negative = union(required: ~allowed, allowed: ~required)
    return shortest([positive, complement(of: negative)])
  }

  /// `~x` for one term, `all - x - y` for several.
  private func complement(of expression: MaskExpression) -> MaskExpression {
    guard case .chain(.or, let terms) = expression.form else {
      return MaskExpression(.complement(expression))
    }
    return .chain(.difference, [MaskExpression(.all)] + terms)
  }

  /// A union of boxes, in all towers at once or tower by tower.
  private func union(required: PackedMask, allowed: PackedMask) -> MaskExpression {
    let everywhere = boxes(required: required, allowed: allowed)
    if universe.towers.isEmpty, let everywhere { return .chain(.or, everywhere) }
    let byTower = towerByTower(required: required, allowed: allowed)
    return shortest((everywhere.map { [.chain(.or, $0)] } ?? []) + [byTower])
  }

  /// The simplest of `candidates`, the first of equally simple ones.
  private func shortest(_ candidates: [MaskExpression]) -> MaskExpression {
    candidates.min { $0.wordCount < $1.wordCount } ?? MaskExpression(.none)
  }

  /// The common cells, then groups of towers of which the same parts are needed.
  private func towerByTower(required: PackedMask, allowed: PackedMask) -> MaskExpression {
    // Common cells come for free with a box that may include them everywhere; alone they need one of their own.
    var terms = boxes(required: required & common, allowed: allowed & common) ?? []
    var groups: [(towers: [Int], region: MaskExpression)] = []
    for tower in towers(of: required) {
      let own = own[tower]
      let region =
        own.isSubset(of: allowed)
        ? MaskExpression(.all)
        : .chain(.or, boxes(required: required & own, allowed: allowed | ~own) ?? [MaskExpression(.all)])
      if let index = groups.firstIndex(where: { $0.region == region }) {
        groups[index].towers.append(tower)
      } else {
        groups.append(([tower], region))
      }
    }
    for group in groups {
      let towers = group.towers.map { MaskExpression(.tower(Written(.named(universe.towers[$0])))) }
      if case .all = group.region.form {
        terms += towers
      } else {
        terms.append(.conjunction(.chain(.or, towers), group.region))
      }
    }
    return .chain(.or, terms)
  }

  /// The indices of the towers that have some of `cells` for their own, in order.
  private func towers(of cells: PackedMask) -> [Int] {
    var isTouched = [Bool](repeating: false, count: universe.towers.count)
    for index in cells.keptIndices {
      if let tower = universe.cells[index].tower { isTouched[tower] = true }
    }
    return isTouched.indices.filter { isTouched[$0] }
  }
}

// MARK: Boxes

extension RegionCover {
  /// Part of the base network that one region expression names.
  private struct Box {
    let expression: MaskExpression
    let cells: PackedMask
    let length: Int

    init(_ region: RegionReference, _ cells: PackedMask) {
      expression = MaskExpression(.region(region))
      self.cells = cells
      length = expression.description.utf8.count
    }
  }

  /// Boxes within `allowed`, regardless of towers, that together include `required`; `nil` if there are none such.
  private func boxes(required: PackedMask, allowed: PackedMask) -> [MaskExpression]? {
    let candidates = candidates(required: required, allowed: allowed)
    var chosen: [Box] = []
    var missing = required
    while !missing.isEmpty {
      let best = candidates.max { left, right in
        let (a, b) = (left.cells.intersectionCount(missing), right.cells.intersectionCount(missing))
        return a == b ? left.length > right.length : a < b
      }
      guard let best, !best.cells.isDisjoint(with: missing) else { return nil }
      chosen.append(best)
      missing = missing - best.cells
    }
    return withoutNeedless(chosen, required: required).map(\.expression)
  }

  /// Those of `boxes` that include something of `required` that no other does, in the order of their first cells.
  private func withoutNeedless(_ boxes: [Box], required: PackedMask) -> [Box] {
    var boxes = boxes
    for index in boxes.indices.reversed() {
      var others = PackedMask(count: required.count)
      for (place, box) in boxes.enumerated() where place != index { others = others | box.cells }
      if (boxes[index].cells & required).isSubset(of: others) { boxes.remove(at: index) }
    }
    return boxes.sorted { ($0.cells.keptIndices[0], $0.length) < ($1.cells.keptIndices[0], $1.length) }
  }

  /// The boxes that lie within `allowed`, include something of `required` and are not part of a longer run of layers
  /// of which the same is true.
  private func candidates(required: PackedMask, allowed: PackedMask) -> [Box] {
    let whole = fixed.filter { $0.cells.isSubset(of: allowed) && !$0.cells.isDisjoint(with: required) }
    return whole.map { Box($0.region, $0.cells) }
      + layered.flatMap { runs(of: $0, required: required, allowed: allowed) }
  }

  /// The boxes like `shape` over the longest runs of layers within `allowed`, without layers at either end of which
  /// nothing is required.
  private func runs(of shape: Layered, required: PackedMask, allowed: PackedMask) -> [Box] {
    var runs: [Box] = []
    var run: (first: Int, last: Int)?
    for (index, cells) in shape.cells.enumerated() {
      if !cells.isSubset(of: allowed) {
        run.map { runs.append(box(shape, $0.first...$0.last)) }
        run = nil
      } else if !cells.isDisjoint(with: required) {
        run = (run?.first ?? index, index)
      }
    }
    run.map { runs.append(box(shape, $0.first...$0.last)) }
    return runs
  }

  /// The box like `shape` over the layers with the given indices.
  private func box(_ shape: Layered, _ layers: ClosedRange<Int>) -> Box {
    var region = shape.region
    if layers.count < shape.cells.count {
      let (first, last) = (layers.lowerBound + 1, layers.upperBound + 1)
      region.place = first == last ? .layer(first) : .layers(first, through: last)
    }
    return Box(region, shape.cells[layers].reduce(PackedMask(count: universe.cells.count), |))
  }
}

extension MaskExpression {
  /// The number of primitives and complements.
  fileprivate var wordCount: Int {
    switch form {
    case .all, .none, .region, .tower, .learned: 1
    case .complement(let operand): 1 + operand.wordCount
    case .chain(_, let operands): operands.reduce(0) { $0 + $1.wordCount }
    }
  }
}

/// A region of which every layer has the same part.
private struct Layered: Sendable {
  /// The region over the whole encoder.
  let region: RegionReference

  /// The cells in each layer, from below.
  let cells: [PackedMask]
}

extension ParameterUniverse {
  /// The regions that are not divided by layers, with their cells.
  fileprivate var fixedRegions: [(region: RegionReference, cells: PackedMask)] {
    let everywhere = ParameterAttribute.allCases.map { RegionReference(.everywhere, attribute: $0) }
    let characters = ([nil] + ParameterAttribute.allCases).map { RegionReference(.charCNN, attribute: $0) }
    return (everywhere + (hasCharacters ? characters : [])).map { ($0, cells(of: $0)) }
  }

  /// The regions that are divided by layers, the largest first.
  ///
  /// Complexity: the number of cells for each region, since a tensor lies in one layer.
  fileprivate var layeredRegions: [Layered] {
    let none = PackedMask(count: cells.count)
    let places = placesOfTensors
    var shapes: [Layered] = []
    for attribute in [nil] + ParameterAttribute.allCases {
      for part in [nil] + LayerPart.allCases {
        for direction in [nil] + Direction.allCases {
          let shape = RegionReference(.encoder, direction: direction, part: part, attribute: attribute)
          var layers = Array(repeating: none, count: layers)
          for (tensor, places) in zip(tensors, places) where shape.contains(tensor) {
            guard let layer = tensor.region.layer else { continue }
            for place in places { layers[layer - 1][place] = true }
          }
          shapes.append(Layered(region: shape, cells: layers))
        }
      }
    }
    return shapes
  }

  /// The indices in `cells` of the copies of each tensor.
  private var placesOfTensors: [Range<Int>] {
    var start = 0
    return tensors.indices.map { tensor in
      let end = cells[start...].firstIndex { $0.tensor != tensor } ?? cells.count
      defer { start = end }
      return start..<end
    }
  }

  private func cells(of region: RegionReference) -> PackedMask {
    var mask = PackedMask(count: cells.count)
    for (tensor, places) in zip(tensors, placesOfTensors) where region.contains(tensor) {
      for place in places { mask[place] = true }
    }
    return mask
  }
}
