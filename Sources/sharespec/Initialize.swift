import ArgumentParser
import Files

/// `sharespec init`: a specification to start from.
struct Initialize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a commented specification to start from, which runs as it is.",
    discussion: """
      The file is called NAME.yaml, in the folder that NAME may lead to; nothing that is there is overwritten. It runs \
      on sentences that a built-in generator makes, in a few seconds, and shows in comments how to use your own.

      EXAMPLES
        sharespec init my-experiment
        sharespec run my-experiment.yaml
      """)

  @Argument(help: ArgumentHelp("What the experiment is called.", valueName: "name"))
  var name: String

  func validate() throws {
    let base = name.split(separator: "/").last.map(String.init) ?? ""
    if base.isEmpty || name.hasSuffix("/") || [".", "..", ".yaml", ".yml"].contains(base) {
      throw ValidationError("The experiment needs a name.")
    }
    if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      throw ValidationError("A name has no control characters.")
    }
  }

  func run() throws {
    let path = name.hasSuffix(".yaml") || name.hasSuffix(".yml") ? name : name + ".yaml"
    let files = LocalFileSystem()
    if files.exists(path) {
      writeToStandardError("error: '\(path)' is there already\n")
      throw ExitCode(1)
    }
    let base = path.split(separator: "/").last.map(String.init) ?? path
    let title = base.split(separator: ".").dropLast().joined(separator: ".")
    do throws(FileFailure) {
      try files.write(Array(StarterText.text(name: title).utf8), toNew: path)
    } catch {
      writeToStandardError("error: \(error)\n")
      throw ExitCode(1)
    }
    try writeResult("wrote \(path); next: sharespec run \(path)")
  }
}
