/// What the machine's processors can do at best, as far as products of large matrices show it.
package enum MachinePeak {
  /// The rate of products of 1024 × 1024 matrices by OpenBLAS, in 10⁹ operations per second over all threads together.
  ///
  /// Each thread multiplies matrices of its own.
  package static func gigaflops(threads: Int) -> Double {
    let size = 1024
    let operands = (0..<(3 * threads)).map { _ in FloatBuffer(zeros: size * size) }
    let matrices = operands.map { Matrix($0.base, rows: size, columns: size) }
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<3 {
      let duration = clock.measure {
        for thread in 0..<threads {
          multiply(.plain(matrices[3 * thread]), .plain(matrices[3 * thread + 1]), into: matrices[3 * thread + 2])
        }
      }
      best = min(best, duration / .seconds(1))
    }
    withExtendedLifetime(operands) {}
    return 2e-9 * Double(threads) * Double(size * size * size) / best
  }
}
