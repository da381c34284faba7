internal import CKernels

/// Cross-stitch units: tower i goes on with `sum over j of α[i][j] · output[j]`, with learned α. *Shape* α T × T.
///
/// Source: Misra, Shrivastava, Gupta and Hebert, "Cross-stitch networks for multi-task learning" (CVPR 2016).
struct CrossStitch: TowerCoupling {
  /// What α starts with on the diagonal; beside it there are equal parts of the rest.
  let own: Float

  func parameterShape(towers: Int) -> [Int] { [towers, towers] }

  func initialParameters(towers: Int) -> [Float] {
    (0..<(towers * towers)).map { $0 / towers == $0 % towers ? own : (1 - own) / Float(towers - 1) }
  }

  func mix(_ outputs: [Matrix], parameters alpha: FloatPointer, tower: Int, into mixed: Matrix) {
    mixed.clear()
    for (source, matrix) in outputs.enumerated() {
      ss_add_scaled(mixed.rows * mixed.columns, alpha[tower * outputs.count + source], matrix.base, mixed.base)
    }
  }

  func unmix(
    _ mixedGradients: Matrix, _ outputs: [Matrix], parameters alpha: FloatPointer, tower: Int, gradients: [Matrix],
    parameterGradients alphaGradients: FloatPointer
  ) {
    let count = mixedGradients.rows * mixedGradients.columns
    for source in outputs.indices {
      let index = tower * outputs.count + source
      alphaGradients[index] = Float(ss_dot_product(count, mixedGradients.base, outputs[source].base))
      ss_add_scaled(count, alpha[index], mixedGradients.base, gradients[source].base)
    }
  }
}
