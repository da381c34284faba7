package import Store
package import MaskAlgebra

extension MaskConfiguration {
  /// The scalars in the mask of `task`, by the names of cells, given the learned masks.
  package func evaluated(
    _ task: String, _ learned: [LearnedMask: PackedMaskSet]
  ) throws(MalformedArtifact) -> PackedMaskSet {
    guard let mask = self[task] else {
      throw MalformedArtifact(artifact: "masks", reason: "the plan has no mask for task '\(task)'")
    }
    do throws(CanonicalMask.EvaluationError) {
      return try mask.packed { learned[$0] }
    } catch {
      switch error {
      case .missing(let symbol, let tensor):
        throw MalformedArtifact(artifact: symbol.expression.description, reason: "it has no mask for tensor \(tensor)")
      case .wrongSize(let symbol, let tensor, let found, let expected):
        throw MalformedArtifact(
          artifact: symbol.expression.description,
          reason: "tensor \(tensor) has \(found) bits, but the network \(expected) parameters")
      }
    }
  }
}
