/// What the machine's processors can do at best, as far as products of large matrices show it.
package enum MachinePeak {
  /// The rows and columns of the matrices.
  package static let size = 1024

  /// A product of two square matrices of `size`, row by row, which replaces what the third holds.
  package typealias Product = (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void

  /// The rate of products by the function that networks use, its right factors packed before, in 10⁹ operations per
  /// second over all threads together.
  package static func gigaflops(threads: Int) -> Double {
    gigaflops(threads: threads) { operands in
      let panels = operands.map { operand in
        let panels = Panels()
        panels.pack(.plain(operand.right))
        return panels
      }
      return { multiply(.plain(operands[$0].left), panels[$0], into: operands[$0].result) }
    }
  }

  /// The rate of products by `product`, each thread multiplying matrices of its own.
  package static func gigaflops(threads: Int, of product: @escaping Product) -> Double {
    gigaflops(threads: threads) { operands in
      { product(operands[$0].left.base, operands[$0].right.base, operands[$0].result.base) }
    }
  }

  /// The matrices of one thread.
  private struct Operands {
    let left: Matrix
    let right: Matrix
    let result: Matrix
  }

  /// The rate of the best of three rounds in which each thread multiplies its operands by the function that `prepare`
  /// makes, given the number of the thread.
  private static func gigaflops(
    threads: Int, _ prepare: ([Operands]) -> (_ thread: Int) -> Void
  ) -> Double {
    let buffers = (0..<(3 * threads)).map { _ in FloatBuffer(zeros: size * size) }
    let matrices = buffers.map { Matrix($0.base, rows: size, columns: size) }
    let operands = (0..<threads).map {
      Operands(left: matrices[3 * $0], right: matrices[3 * $0 + 1], result: matrices[3 * $0 + 2])
    }
    let multiplyOnce = prepare(operands)
    let team = Team(threads: threads)
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<3 {
      let duration = clock.measure { team.run(threads) { multiplyOnce($0) } }
      best = min(best, duration / .seconds(1))
    }
    withExtendedLifetime(buffers) {}
    return 2e-9 * Double(threads) * Double(size * size * size) / best
  }
}
