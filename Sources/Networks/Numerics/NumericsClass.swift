internal import CKernels

#if canImport(Glibc)
  internal import Glibc
#endif

/// What the bits of results depend on beside the program: the instructions of products, and the library of logarithms.
package enum NumericsClass {
  /// The class of this process, such as `x86-64 avx2, glibc 2.36`.
  package static let current = "\(String(cString: ss_processor_family())) \(instructions), \(library)"

  private static var instructions: String {
    switch ss_best_instruction_set() {
    case ss_instructions_avx512: "avx512"
    case ss_instructions_avx2: "avx2"
    default: "plain"
    }
  }

  private static var library: String {
    #if canImport(Glibc)
      var text = [UInt8](repeating: 0, count: 64)
      let count = text.withUnsafeMutableBytes { buffer in
        confstr(Int32(_CS_GNU_LIBC_VERSION), buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
      }
      return String(decoding: text.prefix(max(0, min(count, text.count) - 1)), as: UTF8.self)
    #else
      return "another C library"
    #endif
  }
}
