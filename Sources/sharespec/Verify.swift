import ArgumentParser
import Diagnostics
import Evidence
import ExperimentGraph
import ExperimentSpec
import Files
import Inputs
import Planning
import Reporting
import Store

/// `sharespec verify`: tests the claims of a specification against results.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Test the claims of a specification against stored results.",
    discussion: """
      Tests each claim under 'claims' against the stored results: that one variant is better than another, on a task or \
      in the mean, optionally by some amount. A claim is supported, refuted or undecided; for an undecided one, the \
      number of seeds that would decide it is shown. Runs nothing. See docs/evidence.md.

      Exits with 0 if every claim is supported, with 2 if one is refuted, with 3 if none is refuted but one is \
      undecided, and with 1 if the specification is wrong or has no claims.

      EXAMPLES
        sharespec verify experiment.yaml
        sharespec verify experiment.yaml --data ~/corpora --store /scratch/me
        sharespec verify experiment.yaml --format json | jq '.claims[] | {name, decision}'
      """)

  @Argument(
    help: ArgumentHelp("The specification.", valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @OptionGroup var options: SourceOptions

  @Option(help: ArgumentHelp("The directory that results are kept in.", valueName: "dir"), completion: .directory)
  var store = ".sharespec"

  @Option(help: "How verdicts are printed.")
  var format = TextOrJSON.text

  func validate() throws {
    if store.isEmpty { throw ValidationError("--store takes the path of a directory.") }
  }

  func run() throws {
    var pipeline = Pipeline()
    let connected = pipeline.connect(options.source(file), for: .planning)
    show(pipeline.log)
    guard let connected else { throw ExitCode(1) }
    let spec = connected.spec
    if spec.claims.isEmpty {
      throw failure("'\(file)' has no claims", help: "state what you expect of the results under 'claims'")
    }
    let plan = Plan(lowering: connected.graph, files: connected.files).labelledByName
    let inspection = StoreInspection(at: store)
    let verdicts = try orExit { () throws(FileFailure) in
      let results = try ExperimentResults(of: plan, in: inspection)
      return try ClaimTests(on: results, OutcomeSource(plan, in: inspection)).verdicts(on: spec.claims)
    }
    try writeResult(
      format.choice(
        text: ClaimVerdict.text(of: verdicts, in: spec.name), json: ClaimVerdict.json(of: verdicts, in: spec.name)))
    if let status = Self.status(of: verdicts) { throw status }
  }

  /// The status that the command ends with; `nil` if every claim is supported.
  private static func status(of verdicts: [ClaimVerdict]) -> ExitCode? {
    let decisions = verdicts.map(\.decision)
    if decisions.contains(.refuted) { return ExitCode(2) }
    return decisions.contains(.undecided) ? ExitCode(3) : nil
  }
}
