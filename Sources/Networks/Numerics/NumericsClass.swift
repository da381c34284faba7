internal import CKernels

#if canImport(Glibc)
  internal import Glibc
#endif

/// What the bits of results depend on besides the stages: machines of equal classes compute equal bits.
///
/// `docs/performance.md` says why these and nothing else.
package struct NumericsClass: Hashable, Sendable, CustomStringConvertible {
  /// The processor's architecture.
  package let architecture: String

  /// Whether products fuse multiplication and addition.
  package let isFused: Bool

  /// The C library, whose logarithm is in losses.
  package let library: String

  /// The name of the class, as in `x86_64, fused, glibc 2.36`.
  package var description: String { "\(architecture), \(isFused ? "fused" : "not fused"), \(library)" }

  /// The class of this machine.
  package static let current = NumericsClass(
    architecture: machineArchitecture, isFused: machineArchitecture == "aarch64" || instructionSet != "plain",
    library: machineLibrary)

  /// The instruction set that products use here: `plain`, `avx2` or `avx512`.
  package static var instructionSet: String {
    switch best_instruction_set() {
    case instructions_avx512: "avx512"
    case instructions_avx2: "avx2"
    default: "plain"
    }
  }
}

private let machineArchitecture: String = {
  #if arch(x86_64)
    "x86_64"
  #elseif arch(arm64)
    "aarch64"
  #else
    "other"
  #endif
}()

/// The name and version of the C library, as in `glibc 2.36`.
private let machineLibrary: String = {
  #if canImport(Glibc)
    var name = [CChar](repeating: 0, count: 64)
    return confstr(Int32(_CS_GNU_LIBC_VERSION), &name, name.count) > 0
      ? String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : "unknown"
  #else
    return "other"
  #endif
}()
