import ArgumentParser
import ExperimentGraph

/// `sharespec check`: what is wrong with a specification.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what is wrong with specifications, without data and without running anything.",
    discussion: """
      Exits with 0 if there is no error in any file, else with 1.

      EXAMPLES
        sharespec check experiment.yaml
        sharespec check specs/*.yaml
        sharespec check experiment.yaml --set base.encoder.layers=2
      """)

  @Argument(
    help: ArgumentHelp("The specifications.", valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
  var files: [String]

  @OptionGroup var options: SourceOptions

  func run() throws {
    var hasErrors = false
    for file in files {
      var pipeline = Pipeline()
      let result = pipeline.graph(options.source(file))
      show(pipeline.log)
      if let result {
        let variants = result.graph.variants.count
        print("\(file): no errors; \(variants) variant\(variants == 1 ? "" : "s")")
      }
      hasErrors = hasErrors || result == nil
    }
    if hasErrors { throw ExitCode(1) }
  }
}
