import ArgumentParser
import Diagnostics
import ExperimentSpec
import Text

/// `sharespec render`: a specification written out in full.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a specification in full: what it extends, its preset, its defaults and its sweep written out.",
    discussion: """
      Every value stands with its origin as a comment: the file, line and column that wrote it, or 'default'. The text \
      is a specification that stands alone and compiles to the same plan. A sweep's cells become variants.

      Exits with 0, or with 1 if the specification is wrong.

      EXAMPLES
        sharespec render experiment.yaml
        sharespec render experiment.yaml --variant sparse
        sharespec render experiment.yaml --no-origins
        sharespec render experiment.yaml --set preset=released-code > as-released.yaml
      """)

  @Argument(
    help: ArgumentHelp("The specification.", valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @Option(help: ArgumentHelp("The variant to print; all of them if not given. May be repeated.", valueName: "name"))
  var variant: [String] = []

  @Flag(name: .customLong("no-origins"), help: "Leave the comments with origins out.")
  var withoutOrigins = false

  @OptionGroup var options: SourceOptions

  func run() throws {
    var pipeline = Pipeline()
    let result = pipeline.graph(options.source(file))
    show(pipeline.log)
    guard let spec = result?.spec else { throw ExitCode(1) }
    let chosen = try variant.isEmpty ? nil : spec.variants(named: variant)
    let resolved = ResolvedSpecification(spec, only: chosen)
    try writeResult(String((withoutOrigins ? resolved.textWithoutOrigins : resolved.text).dropLast()))
  }
}

extension Spec {
  /// The variants called `names`, or declared under one of them; an error for a name that there is not.
  func variants(named names: [String]) throws -> [Variant] {
    for name in names where !variants.contains(where: { $0.isMeant(by: name) }) {
      let known = variants.map(\.name) + variants.map(\.declared)
      let meant = likelyMeant(by: name, among: known).first
      throw ValidationError(
        "There is no variant '\(name)'." + (meant.map { " Did you mean '\($0)'?" } ?? "")
          + " The variants are \(quotedList(Array(variants.prefix(20).map(\.name)))).")
    }
    return variants.filter { variant in names.contains { variant.isMeant(by: $0) } }
  }
}
