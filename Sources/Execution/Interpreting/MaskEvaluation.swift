import MaskAlgebra

extension MaskConfiguration {
  /// The scalars in the mask of `task`, by the names of cells, given the learned masks.
  func evaluated(
    _ task: String, _ learned: [LearnedMask: PackedMaskSet]
  ) throws(StageFailure) -> PackedMaskSet {
    guard let mask = self[task] else {
      throw .malformed(artifact: "masks", reason: "the plan has no mask for task '\(task)'")
    }
    do throws(CanonicalMask.EvaluationError) {
      return try mask.packed { learned[$0] }
    } catch {
      switch error {
      case .missing(let symbol, let tensor):
        throw .malformed(artifact: symbol.expression.description, reason: "it has no mask for tensor \(tensor)")
      case .wrongSize(let symbol, let tensor, let found, let expected):
        throw .malformed(
          artifact: symbol.expression.description,
          reason: "tensor \(tensor) has \(found) bits, but the network \(expected) parameters")
      }
    }
  }
}
