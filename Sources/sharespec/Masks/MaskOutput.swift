import ArgumentParser
import MaskTools

/// Where a command writes masks to, and what it takes or writes a 1 for.
struct MaskOutput: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file to write; - for standard output.", valueName: "file"),
    completion: .file(extensions: ["safetensors"]))
  var output: String

  @Option(help: "What a 1 in the file means.")
  var polarity: MaskPolarity
}
