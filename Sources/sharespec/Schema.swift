import ArgumentParser
import Diagnostics
import ExperimentSpec
import Text

/// `sharespec schema`: the JSON Schema of specifications.
struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the JSON Schema of specifications, for editors.",
    discussion: """
      With it an editor completes keys and shows their documentation, for example through the YAML language server with \
      a first line of '# yaml-language-server: $schema=experiment.schema.json'.

      EXAMPLES
        sharespec schema > experiment.schema.json
      """)

  func run() throws { try writeResult(JSONText.text(of: JSONSchema.specification, .pretty)) }
}
