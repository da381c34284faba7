extension CanonicalMask {
  /// A short expression that means this mask; `nil` where its functions are too complicated to be written out.
  ///
  /// The expression depends on the mask alone, not on how it was written, and elaborates to it again, so different
  /// masks have different expressions.
  package var expression: MaskExpression? { expression(by: RegionCover(universe)) }

  private func expression(by cover: RegionCover) -> MaskExpression? {
    let functions = distinctFunctions
    guard functions.allSatisfy({ $0.expression != nil }) else { return nil }
    return MaskWriter(self, cover).expression(of: functions)
  }

  /// The mask as text for plans: its expression, or else every group of cells with the diagram of its function.
  package var canonicalText: String { canonicalText(by: RegionCover(universe)) }

  /// The same text, whose regions `cover` finds. Requires: it is for the mask's universe.
  fileprivate func canonicalText(by cover: RegionCover) -> String {
    if let expression = expression(by: cover) { return expression.description }
    let groups = distinctFunctions.map { function in
      let cells = PackedMask(self.functions.map { $0 == function })
      return "\(cover.expression(required: cells, allowed: cells)): {\(function.diagram)}"
    }
    let full = fullCells
    let constant = full.isEmpty ? [] : ["\(cover.expression(required: full, allowed: full)): {all}"]
    return (constant + groups).joined(separator: " ")
  }

  /// The functions other than constants, in the order of their first cells.
  private var distinctFunctions: [BooleanFunction] {
    var known: Set<BooleanFunction> = []
    return functions.filter { $0.constant == nil && known.insert($0).inserted }
  }
}

extension ParameterUniverse {
  /// A short expression that names exactly `cells`.
  package func expression(for cells: PackedMask) -> MaskExpression {
    RegionCover(self).expression(required: cells, allowed: cells)
  }

  /// A short expression for each of `parts` that names exactly its cells.
  package func expressions(for parts: [PackedMask]) -> [MaskExpression] {
    let cover = RegionCover(self)
    return parts.map { cover.expression(required: $0, allowed: $0) }
  }
}

extension MaskConfiguration {
  /// The configuration as text for plans: a line for each task with an expression that means its mask.
  package var canonicalText: String { canonicalText(by: RegionCover(universe)) }

  /// The same text, whose regions `cover` finds. Requires: it is for the masks' universe.
  package func canonicalText(by cover: RegionCover) -> String {
    var texts: [CanonicalMask: String] = [:]
    return entries.map { entry in
      let text = texts[entry.mask] ?? entry.mask.canonicalText(by: cover)
      texts[entry.mask] = text
      return "\(TaskReference.named(entry.task)): \(text)"
    }.joined(separator: "\n")
  }
}

/// Writes a mask as a union of its functions, each within a region.
///
/// A function's region must include the cells where the mask is that function, and may include any where it keeps
/// nothing that the mask does not keep: so `imp(ner)` needs no region, although on biases the mask keeps everything.
private struct MaskWriter {
  private let mask: CanonicalMask
  private let cover: RegionCover

  init(_ mask: CanonicalMask, _ cover: RegionCover) {
    self.mask = mask
    self.cover = cover
  }

  /// The expression of the mask, whose functions other than constants are `functions`.
  func expression(of functions: [BooleanFunction]) -> MaskExpression {
    var missing = mask.liveCells
    var terms: [MaskExpression] = []
    for function in functions {
      let required = PackedMask(mask.functions.map { $0 == function }) & missing
      guard !required.isEmpty, let written = function.expression else { continue }
      let values = values(of: function)
      // A function that is too complex to compare is not allowed more cells than it needs.
      let allowed =
        PackedMask(zip(values, mask.functions).map { (try? $0.isSubset(of: $1)) ?? false }) | required
      let region = cover.expression(required: required, allowed: allowed)
      terms.append(.conjunction(region, written))
      let exact = PackedMask(zip(values, mask.functions).map { $0 == $1 })
      missing = missing - (exact & cells(of: region))
    }
    if !(missing & mask.fullCells).isEmpty {
      terms.insert(cover.expression(required: missing & mask.fullCells, allowed: mask.fullCells), at: 0)
    }
    return terms.isEmpty ? MaskExpression(.none) : terms.dropFirst().reduce(terms[0]) { .disjunction($0, $1) }
  }

  /// What `function` means in each cell: pruned masks keep everything where nothing is pruned.
  private func values(of function: BooleanFunction) -> [BooleanFunction] {
    let unpruned = function.keepingPruned
    return mask.universe.cells.map {
      mask.universe.tensor(of: $0).isPrunable ? function : unpruned ?? function
    }
  }

  /// The cells of `region`, an expression without learned masks.
  private func cells(of region: MaskExpression) -> PackedMask {
    PackedMask(mask.universe.cells.map { region.contains($0, of: mask.universe) })
  }
}

extension BooleanFunction {
  /// The function where every mask made by pruning keeps everything; `nil` if it is too complex.
  fileprivate var keepingPruned: BooleanFunction? {
    try? substituting { $0.isPruned ? .always : BooleanFunction($0) }
  }
}

extension MaskExpression {
  /// Whether the expression includes `cell`; learned masks include none.
  fileprivate func contains(_ cell: ParameterUniverse.Cell, of universe: ParameterUniverse) -> Bool {
    switch form {
    case .all: return true
    case .none, .learned: return false
    case .region(let region): return region.contains(universe.tensor(of: cell))
    case .tower(let task): return universe.tower(of: cell).map { task.value == .named($0) } ?? false
    case .complement(let operand): return !operand.contains(cell, of: universe)
    case .chain(let combining, let operands):
      let values = operands.map { $0.contains(cell, of: universe) }
      return values.dropFirst().reduce(values[0]) { combining($0, $1) }
    }
  }
}
