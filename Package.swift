// swift-tools-version: 6.2
import PackageDescription

/// The settings of every Swift target.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A Swift target of this package and what it may import; `docs/modules.txt` lists the same edges.
func module(_ name: String, imports dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one module; they may use whatever the module itself may use, and read the files in `fixtures`.
func tests(
  of name: String, using dependencies: [Target.Dependency] = [], fixtures: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, exclude: fixtures,
    swiftSettings: strict)
}

let package = Package(
  name: "sharespec",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"])]),

    module("Model"),
    module("Diagnostics"),
    module("Randomness"),
    module("SpecSyntax", imports: ["Diagnostics", "CLibYAML"]),
    module("MaskAlgebra", imports: ["Diagnostics", "Model"]),
    module("ExperimentSpec", imports: ["Diagnostics", "Model", "SpecSyntax"]),
    module("ExperimentGraph", imports: ["Diagnostics", "Model", "MaskAlgebra", "ExperimentSpec"]),
    module(
      "Planning",
      imports: [
        "Diagnostics", "Model", "MaskAlgebra", "ExperimentSpec", "ExperimentGraph",
        .product(name: "OrderedCollections", package: "swift-collections"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    module("Corpora", imports: ["Model", "Randomness"]),
    module("Networks", imports: ["CKernels", "Model", "Randomness"]),

    module(
      "Execution",
      imports: [
        "Diagnostics", "Model", "Randomness", "MaskAlgebra", "ExperimentSpec", "Planning", "Corpora", "Networks",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    module("Reporting", imports: ["Diagnostics", "ExperimentSpec", "MaskAlgebra", "Planning", "Execution"]),
    module("Exporting", imports: ["Diagnostics", "Planning"]),
    .executableTarget(
      name: "sharespec",
      dependencies: [
        "Diagnostics", "SpecSyntax", "MaskAlgebra", "ExperimentSpec", "ExperimentGraph", "Planning", "Execution",
        "Reporting", "Exporting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "OrderedCollections", package: "swift-collections"),
      ],
      swiftSettings: strict),
    .target(name: "CAllocations", path: "Sources/sharespec-bench/CAllocations"),
    .executableTarget(
      name: "sharespec-bench",
      dependencies: [
        "CAllocations", "COpenBLAS", "Corpora", "Diagnostics", "ExperimentGraph", "ExperimentSpec", "Model",
        "Networks", "Planning", "Randomness", "SpecSyntax",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["CAllocations"], swiftSettings: strict),

    // What the tests of several modules share: fixtures with expected diagnostics, goldens, seeded mutations.
    .target(
      name: "TestSupport", dependencies: ["Diagnostics"], path: "Tests/TestSupport", swiftSettings: strict),

    tests(of: "Diagnostics", using: ["TestSupport"], fixtures: ["Fixtures"]),
    tests(of: "Model"),
    tests(of: "Randomness"),
    tests(of: "SpecSyntax", using: ["Diagnostics", "TestSupport"], fixtures: ["Fixtures"]),
    tests(of: "MaskAlgebra", using: ["Model", "Diagnostics", "TestSupport"]),
    tests(of: "ExperimentSpec", using: ["Model", "Diagnostics", "SpecSyntax", "TestSupport"]),
    tests(
      of: "ExperimentGraph",
      using: ["Model", "Diagnostics", "ExperimentSpec", "MaskAlgebra", "SpecSyntax", "TestSupport"],
      fixtures: ["Fixtures", "validate-schema.py"]),
    tests(
      of: "Planning",
      using: [
        "Model", "Diagnostics", "ExperimentGraph", "ExperimentSpec", "MaskAlgebra", "SpecSyntax", "TestSupport",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ],
      fixtures: ["Fixtures"]),
    tests(of: "Corpora", using: ["Model", "Randomness", "TestSupport"]),
    tests(of: "Networks", using: ["Model", "CKernels", "Randomness", "TestSupport"], fixtures: ["Portability"]),
    tests(
      of: "Execution",
      using: [
        "Model", "Corpora", "Diagnostics", "ExperimentGraph", "ExperimentSpec", "MaskAlgebra", "Networks", "Planning",
        "Randomness", "SpecSyntax", "TestSupport",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    tests(
      of: "Reporting", using: ["Model", "Diagnostics", "Execution", "Planning", "Randomness", "TestSupport"],
      fixtures: ["Fixtures"]),
    tests(
      of: "Exporting", using: ["Model", "Diagnostics", "ExperimentGraph", "ExperimentSpec", "Planning", "SpecSyntax"]),
    .testTarget(name: "StructureTests", swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["sharespec"],
      exclude: [
        "Clusters/slurm-local.sh", "Watching/on-terminal.py", "Watching/read-curves.py",
        "Watching/tensorboard-environment.py",
        "Watching/validate-events.py",
      ], swiftSettings: strict),
  ]
)
