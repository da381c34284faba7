internal import COpenBLAS

/// What the machine's processors can do at best, as far as products of large matrices show it.
package enum MachinePeak {
  /// Who multiplies.
  package enum Library: CaseIterable {
    /// OpenBLAS, with the kernels that it has for this processor.
    case openBLAS

    /// The product that networks use, its right factor packed before.
    case networks
  }

  /// The rate of products of 1024 × 1024 matrices, in 10⁹ operations per second over all threads together.
  ///
  /// Each thread multiplies matrices of its own.
  package static func gigaflops(_ library: Library, threads: Int) -> Double {
    _ = openBLASIsSingleThreaded
    let size = 1024
    let operands = (0..<(3 * threads)).map { _ in FloatBuffer(zeros: size * size) }
    let matrices = operands.map { Matrix($0.base, rows: size, columns: size) }
    let panels = (0..<threads).map { thread in
      let panels = Panels()
      panels.pack(.plain(matrices[3 * thread + 1]))
      return panels
    }
    let team = Team(threads: threads)
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<3 {
      let duration = clock.measure {
        team.run(threads) { thread in
          let (left, right, result) = (matrices[3 * thread], matrices[3 * thread + 1], matrices[3 * thread + 2])
          switch library {
          case .openBLAS:
            let extent = Int32(size)
            cblas_sgemm(
              CblasRowMajor, CblasNoTrans, CblasNoTrans, extent, extent, extent, 1, left.base, extent, right.base,
              extent, 0, result.base, extent)
          case .networks: multiply(.plain(left), panels[thread], into: result)
          }
        }
      }
      best = min(best, duration / .seconds(1))
    }
    withExtendedLifetime(operands) {}
    return 2e-9 * Double(threads) * Double(size * size * size) / best
  }
}

/// Set once and for all before the first product: each of the team's threads multiplies alone.
private let openBLASIsSingleThreaded: Bool = {
  openblas_set_num_threads(1)
  return true
}()
