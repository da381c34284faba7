import ArgumentParser
import Diagnostics
import ExperimentGraph
import ExperimentSpec
import Store
import Text

/// `sharespec check`: what is wrong with a specification.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find mistakes in specifications and in their data.",
    discussion: """
      Checks specifications and the data files that they name, without running anything.

      EXAMPLES
        sharespec check experiment.yaml
        sharespec check specs/*.yaml --no-data
        sharespec check experiment.yaml --format sarif > findings.sarif
        sharespec check experiment.yaml --set base.encoder.layers=2

      Mistakes in data are reported with file and line, and remembered until the file changes. Missing data files are \
      reported as notes, not errors. --no-data skips data files.

      Shows at most 100 findings as text, and 5000 as JSON or SARIF; errors come first.

      Exits with 0 if there is no error in any file, else with 1.
      """)

  @Argument(
    help: ArgumentHelp("The specifications.", valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
  var files: [String]

  @OptionGroup var options: SourceOptions
  @OptionGroup var data: DataOptions

  @Option(help: "How findings are printed: text for people, on standard error; json or sarif on standard output.")
  var format = Format.text

  /// How findings are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, sarif }

  func run() throws {
    var findings = DiagnosticLog()
    var hasErrors = false
    for file in files {
      var pipeline = Pipeline()
      let result = pipeline.checked(options.source(file, lookingAtData: !data.skipsData))
      findings.record(contentsOf: pipeline.log)
      hasErrors = hasErrors || result == nil
      guard format == .text else { continue }
      show(pipeline.log)
      if let result {
        try writeResult("\(file): no errors; \(result.spec.extentText)")
      }
    }
    switch format {
    case .text: break
    case .json: try writeResult(String(JSONRenderer().render(findings.sorted).dropLast()))
    case .sarif:
      let sarif = SARIFRenderer(toolVersion: Release.version, rules: allCodes).render(findings.sorted)
      try writeResult(String(sarif.dropLast()))
    }
    if hasErrors { throw ExitCode(1) }
  }
}

extension Spec {
  /// How many variants there are, and what they come from.
  var extentText: String {
    let count = counted(variants.count, "variant")
    return extent.isSwept ? "\(count), the cells of a sweep over \(extent.declared)" : count
  }
}
