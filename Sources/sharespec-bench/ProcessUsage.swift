#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// `value` with so many digits after the point.
func rounded(_ value: Double, places: Int) -> String {
  let factor = (0..<places).reduce(1.0) { product, _ in product * 10 }
  let result = (value * factor).rounded() / factor
  return places == 0 ? "\(Int(result))" : "\(result)"
}

/// The seconds that all threads of the process have computed so far.
func processorTime() -> Double {
  let usage = usage()
  return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) * 1e-6 }
}

/// The most memory that the process has had, in units of 10⁶ bytes.
func peakMemory() -> Double {
  #if canImport(Darwin)
    Double(usage().ru_maxrss) * 1e-6
  #else
    Double(usage().ru_maxrss) * 1024e-6
  #endif
}

private func usage() -> rusage {
  #if canImport(Glibc)
    let whose = RUSAGE_SELF.rawValue
  #else
    let whose = RUSAGE_SELF
  #endif
  var result = rusage()
  getrusage(whose, &result)
  return result
}
