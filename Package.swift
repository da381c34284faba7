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
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
  ],
  targets: [
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"])]),

    module("Model"),
    module("Text"),
    module("Parallel"),
    module("TensorFiles", imports: ["Text"]),
    module("Diagnostics", imports: ["Text"]),
    module("Randomness"),
    module("Statistics", imports: ["Parallel", "Randomness"]),
    module("Gzip", imports: ["CZlib"]),
    module("SpecSyntax", imports: ["Diagnostics", "Text", "CLibYAML"]),
    module("MaskAlgebra", imports: ["Diagnostics", "Model", "Text"]),
    module("ExperimentSpec", imports: ["Diagnostics", "Model", "Parallel", "SpecSyntax", "Text"]),
    module("ExperimentGraph", imports: ["Diagnostics", "ExperimentSpec", "MaskAlgebra", "Model", "Text"]),
    module(
      "Planning",
      imports: [
        "CNettle", "Diagnostics", "ExperimentGraph", "ExperimentSpec", "MaskAlgebra", "Model", "Parallel", "Text",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    module(
      "PlanFormat",
      imports: [
        "Diagnostics", "ExperimentSpec", "MaskAlgebra", "Model", "Parallel", "Planning", "Text",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    module("Corpora", imports: ["Gzip", "Model", "Randomness", "TensorFiles", "Text"]),
    module("Networks", imports: ["CKernels", "Model", "Randomness", "TensorFiles"]),
    module("Files"),
    module(
      "Store",
      imports: [
        "Files", "Model", "Parallel", "Planning", "Text",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    module(
      "Inputs",
      imports: [
        "Corpora", "Diagnostics", "ExperimentGraph", "ExperimentSpec", "Files", "Model", "PlanFormat", "Planning",
        "Text", .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    module(
      "MaskTools",
      imports: ["ExperimentSpec", "Files", "MaskAlgebra", "Model", "Planning", "Store", "TensorFiles", "Text"]),
    module(
      "Running",
      imports: [
        "Corpora", "ExperimentSpec", "Files", "MaskTools", "Model", "Planning", "Randomness", "Store", "Text",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),

    module(
      "Execution",
      imports: [
        "Corpora", "ExperimentSpec", "Files", "MaskAlgebra", "MaskTools", "Model", "Networks", "Planning", "Randomness",
        "Running", "Store", "TensorFiles", "Text",
      ]),
    module(
      "Evidence",
      imports: [
        "Corpora", "ExperimentSpec", "Files", "MaskAlgebra", "MaskTools", "Model", "Parallel", "Planning",
        "Randomness", "Statistics", "Store", "TensorFiles", "Text",
      ]),
    module(
      "Reporting",
      imports: [
        "Corpora", "Diagnostics", "Evidence", "ExperimentGraph", "ExperimentSpec", "Files", "Inputs", "MaskAlgebra",
        "MaskTools", "Model", "Planning", "Running", "Statistics", "Store", "Text",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    module("Exporting", imports: ["PlanFormat", "Planning", "Text"]),
    .executableTarget(
      name: "sharespec",
      dependencies: [
        "Diagnostics", "Evidence", "Execution", "ExperimentGraph", "ExperimentSpec", "Exporting", "Files", "Inputs",
        "MaskAlgebra", "MaskTools", "Model", "Parallel", "PlanFormat", "Planning", "Reporting", "Running",
        "SpecSyntax", "Store", "Text",
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
      name: "TestSupport", dependencies: ["Diagnostics", "Files"], path: "Tests/TestSupport", swiftSettings: strict),

    // Specifications that tests of later phases start from.
    .target(
      name: "FrontEndSupport", dependencies: ["Diagnostics", "ExperimentGraph", "ExperimentSpec", "SpecSyntax"],
      path: "Tests/FrontEndSupport", swiftSettings: strict),

    tests(of: "Text", using: ["TestSupport"], fixtures: ["Escaping/read-escaped.py"]),
    tests(of: "Parallel"),
    tests(of: "Diagnostics", using: ["TestSupport", "Text"], fixtures: ["Fixtures"]),
    tests(of: "Model"),
    tests(of: "Randomness"),
    tests(of: "Statistics", using: ["Randomness", "TestSupport"], fixtures: ["peers.py"]),
    tests(of: "Gzip"),
    tests(of: "SpecSyntax", using: ["Diagnostics", "TestSupport", "Text"], fixtures: ["Fixtures"]),
    tests(of: "MaskAlgebra", using: ["Diagnostics", "Model", "TestSupport"]),
    tests(of: "ExperimentSpec", using: ["Diagnostics", "Model", "SpecSyntax", "TestSupport", "Text"]),
    tests(
      of: "ExperimentGraph",
      using: [
        "Diagnostics", "ExperimentSpec", "FrontEndSupport", "MaskAlgebra", "Model", "Reporting", "SpecSyntax",
        "TestSupport", "Text",
      ],
      fixtures: ["Fixtures", "validate-schema.py"]),
    tests(
      of: "Planning",
      using: [
        "Diagnostics", "ExperimentGraph", "ExperimentSpec", "FrontEndSupport", "MaskAlgebra", "Model", "PlanFormat",
        "Reporting", "SpecSyntax", "TestSupport", "Text",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ],
      fixtures: ["Fixtures"]),
    tests(
      of: "Corpora", using: ["Gzip", "Model", "Randomness", "TensorFiles", "TestSupport", "Text"],
      fixtures: ["read-vectors.py", "seqeval-report.py"]),
    tests(
      of: "Networks", using: ["CKernels", "Model", "Randomness", "TensorFiles", "TestSupport"],
      fixtures: ["Portability"]),
    tests(
      of: "Inputs",
      using: [
        "Corpora", "Diagnostics", "ExperimentGraph", "ExperimentSpec", "Files", "FrontEndSupport", "Model",
        "PlanFormat", "Planning", "SpecSyntax", "TestSupport", "Text",
      ]),
    tests(
      of: "Execution",
      using: [
        "Corpora", "Diagnostics", "ExperimentGraph", "ExperimentSpec", "Files", "FrontEndSupport", "Inputs",
        "MaskAlgebra", "MaskTools", "Model", "Networks", "Planning", "Randomness", "Running", "SpecSyntax", "Store",
        "TensorFiles", "TestSupport", "Text", .product(name: "OrderedCollections", package: "swift-collections"),
      ],
      fixtures: ["Fixtures"]),
    tests(
      of: "Evidence",
      using: [
        "Corpora", "Diagnostics", "ExperimentSpec", "Files", "Model", "Randomness", "SpecSyntax", "Statistics",
      ]),
    tests(
      of: "Reporting",
      using: [
        "Diagnostics", "Evidence", "Execution", "ExperimentSpec", "MaskTools", "Planning", "Randomness", "Running",
        "Statistics", "TestSupport", "Text",
      ],
      fixtures: ["Fixtures"]),
    tests(
      of: "Exporting",
      using: [
        "Diagnostics", "ExperimentGraph", "ExperimentSpec", "FrontEndSupport", "PlanFormat", "Planning", "SpecSyntax",
      ]),
    .testTarget(name: "StructureTests", swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["sharespec", "TestSupport"],
      exclude: [
        "Fixtures", "Clusters/slurm-local.sh", "Watching/on-terminal.py", "Watching/read-curves.py",
        "Watching/tensorboard-environment.py",
        "Watching/validate-events.py",
      ], swiftSettings: strict),
  ]
)
