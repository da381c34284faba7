import COpenBLAS
import Networks

extension MachinePeak {
  /// The rate of OpenBLAS's products, with the kernels that it has for this processor, in 10⁹ operations per second
  /// over all threads together.
  static func openBLASGigaflops(threads: Int) -> Double {
    _ = openBLASIsSingleThreaded
    let extent = Int32(size)
    return gigaflops(threads: threads) { left, right, result in
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, extent, extent, extent, 1, left, extent, right, extent, 0, result,
        extent)
    }
  }
}

/// Set once and for all before the first product: each of the team's threads multiplies alone.
private let openBLASIsSingleThreaded: Bool = {
  openblas_set_num_threads(1)
  return true
}()
