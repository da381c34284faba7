import ArgumentParser
import Diagnostics
import ExperimentSpec
import Text

/// `sharespec render`: a specification written out in full.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a specification in full: every value, defaults included, with its origin.",
    discussion: """
      Every value stands with its origin as a comment: the file, line and column that wrote it, or 'default'. The text \
      is a specification that stands alone and compiles to the same plan.

      Variants are written by what is different in them. A sweep stays a sweep, however many cells it has; with --cells, \
      or where the sweep would mean something else in the text, each cell becomes a variant.

      Exits with 0, or with 1 if the specification is wrong.

      EXAMPLES
        sharespec render experiment.yaml
        sharespec render experiment.yaml --variant sparse
        sharespec render experiment.yaml --cells
        sharespec render experiment.yaml --no-origins
        sharespec render experiment.yaml --set preset=released-code > as-released.yaml
      """)

  @Argument(
    help: ArgumentHelp("The specification.", valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @Option(
    help: ArgumentHelp(
      "The variant to print, or a cell of a sweep; all of them if not given. May be repeated.", valueName: "name"))
  var variant: [String] = []

  @Flag(help: "Write each cell of a sweep as a variant.")
  var cells = false

  @Flag(name: .customLong("no-origins"), help: "Leave the comments with origins out.")
  var withoutOrigins = false

  @OptionGroup var options: SourceOptions

  func run() throws {
    var pipeline = Pipeline()
    let result = pipeline.graph(options.source(file))
    show(pipeline.log)
    guard let spec = result?.spec else { throw ExitCode(1) }
    let resolved = resolved(spec, only: try variant.isEmpty ? nil : spec.variants(named: variant, in: file))
    try writeResult(String((withoutOrigins ? resolved.textWithoutOrigins : resolved.text).dropLast()))
  }

  private func resolved(_ spec: Spec, only chosen: [Spec.Variant]?) -> ResolvedSpecification {
    (cells ? nil : ResolvedSpecification(keepingSweepOf: spec, only: chosen))
      ?? ResolvedSpecification(spec, only: chosen)
  }
}

extension Spec {
  /// The variants that `names` mean, in the order of the specification: those called so, and the cells of those
  /// declared under them; ends the command with a suggestion at a name that means none.
  func variants(named names: [String], in file: String) throws -> [Variant] {
    for name in names where !variants.contains(where: { $0.isMeant(by: name) }) {
      let unknown = UnknownVariant(name, declared: variants.map(\.declared), all: variants.map(\.name))
      throw failure(unknown.message(in: file), help: unknown.help)
    }
    return variants.filter { variant in names.contains { variant.isMeant(by: $0) } }
  }
}
