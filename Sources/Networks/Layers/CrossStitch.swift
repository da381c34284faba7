internal import CKernels

/// The exchange of a layer's outputs between T towers: `mixed[i] = sum over j of α[i][j] · x[j]`.
///
/// Source: Misra, Shrivastava, Gupta and Hebert, "Cross-stitch networks for multi-task learning" (CVPR 2016).
enum CrossStitch {
  /// What tower `tower` goes on with. *Shape* `alpha` T × T; `x` T of N × D; `mixed` N × D, dense.
  static func forward(tower: Int, alpha: FloatPointer, _ x: [Matrix], mixed: Matrix) {
    mixed.clear()
    for (source, matrix) in x.enumerated() {
      ss_add_scaled(mixed.rows * mixed.columns, alpha[tower * x.count + source], matrix.base, mixed.base)
    }
  }

  /// Adds to the gradients of `x`, and sets those of row `tower` of `alpha`, given those of what `tower` went on with.
  static func backward(
    tower: Int, alpha: FloatPointer, _ x: [Matrix], mixedGradients: Matrix, gradients: [Matrix],
    alphaGradients: FloatPointer
  ) {
    let count = mixedGradients.rows * mixedGradients.columns
    for source in x.indices {
      let index = tower * x.count + source
      alphaGradients[index] = Float(ss_dot_product(count, mixedGradients.base, x[source].base))
      ss_add_scaled(count, alpha[index], mixedGradients.base, gradients[source].base)
    }
  }
}
