import CKernels
import Foundation
import TestSupport
import Testing

@testable import Networks

/// The kernels on other instruction sets and processors than those of the machine's best, as far as it can run them.
@Suite struct PortabilityTests {
  /// Where clang is; it comes with Swift.
  private static let clang = Tool.path("clang")
  private static let needsClang: Comment = "SKIPPED: no clang to compile the kernels with"

  /// What the kernels are compiled with.
  private static let flags: [String] = {
    let manifest = (try? String(contentsOfFile: projectPath("Package.swift"), encoding: .utf8)) ?? ""
    let list = manifest.firstMatch(of: /name: "CKernels", cSettings: \[\.unsafeFlags\(\[(.*?)\]\)\]/)?.1 ?? ""
    return list.matches(of: /"([^"]*)"/).map { String($0.1) }
  }()

  private static var sources: [String] {
    get throws {
      let folder = projectPath("Sources/CKernels")
      return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".c") }.sorted()
        .map { "\(folder)/\($0)" }
    }
  }

  private static let include = ["-I", projectPath("Sources/CKernels/include"), "-Wall", "-Wextra", "-Werror"]

  /// What a program that runs all kernels prints: for each its digest and its sum.
  private struct Results: Sendable {
    let best: String
    private(set) var digests: [String: String] = [:]
    private(set) var sums: [String: Double] = [:]

    init(_ text: String) throws {
      let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      best = try #require(lines.first?.last)
      for line in lines.dropFirst() {
        try #require(line.count == 3)
        (digests[line[0]], sums[line[0]]) = (line[1], Double(line[2]))
      }
    }

    /// The bits of products whose multiplications and additions are fused; nil where there are none.
    var fused: String? { digests["ss_multiply_panels:avx2"] }
  }

  /// What the program prints as this package is built: on this machine and, if they can be emulated, on other
  /// processors.
  private static let native = Result {
    let folder = try Folder()
    let program = try probe([], in: folder)
    let emulated = try Emulated.allCases.compactMap { processor in
      try emulator.map { (processor, try Results(Tool.run($0, ["-cpu", processor.rawValue, program]))) }
    }
    return (
      here: try Results(Tool.run(program)), emulated: Dictionary(uniqueKeysWithValues: emulated)
    )
  }

  /// A processor without any of the newer instructions, and one with AVX2 and no AVX-512.
  enum Emulated: String, CaseIterable {
    case old = "Nehalem"
    case avx2 = "max"
  }

  private static let emulator = Tool.path("qemu-x86_64")

  /// Compiles and links the program for one target.
  private static func probe(_ arguments: [String], in folder: Folder) throws -> String {
    let program = folder.path("probe\(UInt32.random(in: 0 ... .max))")
    let source = projectPath("Tests/NetworksTests/Portability/KernelProbe.c")
    let clang = try #require(clang)
    try Tool.run(clang, flags + include + arguments + [source] + sources + ["-lm", "-o", program])
    return program
  }

  /// The kernels whose results the C library's logarithm has a part in, which is another one elsewhere.
  private static let withLogarithms = [
    "ss_natural_logarithm", "ss_log_sum_exp_columns", "ss_log_sum_exp_columns_by_product",
  ]

  /// Expects of `other` what docs/performance.md promises between instruction sets.
  private func expectAgreement(_ other: Results, _ here: Results, sameLibrary: Bool, _ what: String) {
    for (kernel, sum) in other.sums {
      let expected = here.sums[kernel] ?? here.sums["ss_multiply_panels:plain"] ?? .nan
      #expect(abs(sum - expected) <= 1e-6 * abs(expected), "\(kernel), \(what)")
      let isExact = !kernel.hasPrefix("ss_multiply_panels") && (sameLibrary || !Self.withLogarithms.contains(kernel))
      if isExact { #expect(other.digests[kernel] == here.digests[kernel], "bits of \(kernel), \(what)") }
    }
    #expect(Set(here.sums.keys).subtracting(other.sums.keys).allSatisfy { $0.hasPrefix("ss_multiply_panels:") })
  }

  #if arch(x86_64)
    /// Elementwise kernels give the same bits on all levels that the machine has, and products those that fuse.
    @Test(.enabled(if: clang != nil, needsClang))
    func levelsAgree() throws {
      let folder = try Folder()
      let here = try Self.native.get().here
      let names: [ss_instruction_set: String] = [
        ss_instructions_plain: "plain", ss_instructions_avx2: "avx2", ss_instructions_avx512: "avx512",
      ]
      #expect(here.best == names[ss_best_instruction_set()])
      if let avx512 = here.digests["ss_multiply_panels:avx512"] { #expect(avx512 == here.fused) }
      let levels = [
        ("x86-64", ss_instructions_plain), ("x86-64-v3", ss_instructions_avx2), ("x86-64-v4", ss_instructions_avx512),
      ]
      for (level, set) in levels where set.rawValue <= ss_best_instruction_set().rawValue {
        let compiled = try Self.probe(["-march=\(level)", "-DCKERNELS_ONE_LEVEL"], in: folder)
        let other = try Results(Tool.run(compiled))
        expectAgreement(other, here, sameLibrary: true, level)
        // Compiled for a level that fuses, the plain product does so too.
        let expected = set == ss_instructions_plain ? here.digests["ss_multiply_panels:plain"] : here.fused
        #expect(other.digests["ss_multiply_panels:plain"] == expected, "\(level)")
      }
    }

    /// One binary serves them all.
    @Test(
      .enabled(if: clang != nil, needsClang),
      .enabled(if: emulator != nil, "SKIPPED: no qemu-x86_64 (package qemu-user)"), arguments: Emulated.allCases)
    func otherProcessorsAreServed(processor: Emulated) throws {
      let (here, emulated) = try Self.native.get()
      let other = try #require(emulated[processor])
      expectAgreement(other, here, sameLibrary: false, processor.rawValue)
      #expect(other.digests["ss_multiply_panels:plain"] == here.digests["ss_multiply_panels:plain"])
      switch processor {
      case .old: #expect(other.best == "plain" && other.fused == nil)
      case .avx2:
        #expect(other.best != "plain")
        if let fused = here.fused { #expect(other.fused == fused) }
      }
    }
  #endif

  /// The headers of a C library for 64-bit ARM are not needed: the kernels use two functions of it.
  @Test(.enabled(if: clang != nil, needsClang))
  func kernelsCompileForARM() throws {
    let folder = try Folder()
    let declarations = """
      #include <stddef.h>
      void *memcpy(void *restrict, const void *restrict, size_t);
      void *memset(void *, int, size_t);
      """
    try declarations.write(toFile: folder.path("string.h"), atomically: true, encoding: .utf8)
    let sources = try Self.sources
    #expect(sources.count >= 5 && Self.flags.contains("-O3"))
    for source in sources {
      try Tool.run(
        try #require(Self.clang),
        ["--target=aarch64-linux-gnu", "-nostdlibinc", "-isystem", folder.path("")] + Self.flags + Self.include
          + ["-c", source, "-o", folder.path("object.o")])
    }
  }

  private static let armHeaders = "/usr/aarch64-linux-gnu/include"
  private static let canRunARM =
    Tool.path("qemu-aarch64") != nil && Tool.path("ld.lld") != nil && Tool.path("aarch64-linux-gnu-gcc") != nil
    && FileManager.default.fileExists(atPath: armHeaders)

  /// There products are fused, and all else gives the bits that it gives here.
  @Test(
    .enabled(if: clang != nil, needsClang),
    .enabled(
      if: canRunARM,
      "SKIPPED: packages qemu-user, gcc-aarch64-linux-gnu and libc6-dev-arm64-cross run the kernels on ARM"))
  func kernelsRunOnARM() throws {
    let folder = try Folder()
    let program = try Self.probe(
      ["--target=aarch64-linux-gnu", "-static", "-fuse-ld=lld", "-isystem", Self.armHeaders], in: folder)
    let other = try Results(Tool.run(try #require(Tool.path("qemu-aarch64")), [program]))
    let here = try Self.native.get().here
    expectAgreement(other, here, sameLibrary: false, "ARM")
    if let fused = here.fused { #expect(other.digests["ss_multiply_panels:plain"] == fused) }
  }

  /// Every kernel of the header is run by the program.
  @Test func noKernelIsForgotten() throws {
    let header = try String(contentsOfFile: projectPath("Sources/CKernels/include/CKernels.h"), encoding: .utf8)
    let program = try String(
      contentsOfFile: projectPath("Tests/NetworksTests/Portability/KernelProbe.c"), encoding: .utf8)
    let kernels = header.matches(of: /(?m)^(?:void|float|double|bool|ptrdiff_t|ss_instruction_set) ([a-z_0-9]+)\(/).map
    { $0.1 }
    #expect(kernels.count > 20)
    for kernel in kernels { #expect(program.contains("\(kernel)("), "\(kernel)") }
  }

  /// No contraction is forbidden by a flag: the header's pragma does it, so that no build can forget it.
  @Test func contractionIsForbiddenBySource() {
    #expect(!Self.flags.contains { $0.contains("fp-contract") })
  }

  /// Nothing that other code links to lacks the kernels' prefix.
  @Test(.enabled(if: clang != nil && nm != nil, needsClang))
  func globalSymbolsHaveAPrefix() throws {
    let folder = try Folder()
    for source in try Self.sources {
      let object = folder.path("object.o")
      try Tool.run(
        try #require(Self.clang), Self.flags + Self.include + ["-DCKERNELS_ONE_LEVEL", "-c", source, "-o", object])
      let symbols = try Tool.run(
        try #require(Self.nm), ["--defined-only", "--extern-only", "--format=just-symbols", object])
      for symbol in symbols.split(separator: "\n") { #expect(symbol.hasPrefix("ss_"), "\(symbol) of \(source)") }
    }
  }

  private static let nm = Tool.path("llvm-nm") ?? Tool.path("nm")

  /// A Swift source that asks what processor it is compiled for has an answer for any other.
  @Test func swiftSourcesServeEveryProcessor() throws {
    let files = FileManager.default.enumerator(atPath: projectPath("Sources"))
    while let name = files?.nextObject() as? String {
      guard name.hasSuffix(".swift") else { continue }
      let text = try String(contentsOfFile: projectPath("Sources/\(name)"), encoding: .utf8)
      for question in text.matches(of: /(?s)#if [^\n]*arch\(.*?#endif/) {
        #expect(question.0.contains(/#else\s/), "\(name)")
      }
    }
  }
}
