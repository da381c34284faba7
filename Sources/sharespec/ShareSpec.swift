import ArgumentParser
import Dispatch
import Glibc
import Store
import Text

/// Where the program begins, before any task of Swift's does: one whose thread cannot be made would wait for ever.
@main
enum Program {
  static func main() {
    MemoryLimit.check()
    ThreadLimit.checkStart()
    Task.detached {
      await ShareSpec.main()
      exit(0)
    }
    dispatchMain()
  }
}

struct ShareSpec: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sharespec",
    abstract: "Compile and run declarative multi-task experiments.",
    discussion: """
      One YAML file describes datasets, tasks, a base network, how the tasks share its parameters, and the variants to \
      compare. ShareSpec checks it, lowers it to stages, runs those that are not in the store yet, and prints a table.

      EXAMPLES
        sharespec check experiment.yaml
        sharespec plan experiment.yaml --data ~/corpora
        sharespec run experiment.yaml --data ~/corpora --jobs 2
        sharespec run experiment.yaml --set training.epochs=3 --set seed=7
      """,
    version: Release.version,
    subcommands: [
      Run.self, Report.self, Results.self, Verify.self, Status.self, Logs.self, Check.self, DataCommand.self,
      PlanCommand.self,
      GraphCommand.self,
      Compile.self,
      Diff.self,
      Explain.self, Render.self, Format.self, Initialize.self, Schema.self, StoreCommand.self, MaskCommand.self,
      Predict.self, WeightsCommand.self, Export.self, Submit.self, StageCommand.self,
    ])

  /// Runs the command that the arguments name, or says which one they may mean.
  static func main() async {
    if let argument = malformedArgument {
      exit(
        withError: ValidationError(
          "The argument '\(argument)' is not valid UTF-8. Rename the file or directory, or give another path to it."))
    }
    if let unknown = UnknownCommand(in: CommandLine.arguments.dropFirst(), of: self) {
      exit(withError: ValidationError(unknown.description))
    }
    await main(nil)
  }
}

/// The first argument that is not UTF-8, its other bytes in hexadecimal digits; `nil` if all are. What Swift makes of
/// such an argument would be the path of something else.
private var malformedArgument: String? {
  for index in 0..<Int(CommandLine.argc) {
    guard let argument = CommandLine.unsafeArgv[index], String(validatingCString: argument) == nil else { continue }
    return UnsafeBufferPointer(start: argument, count: strlen(argument)).map { character in
      let byte = UInt8(bitPattern: character)
      if (0x20..<0x7F).contains(byte) { return String(Unicode.Scalar(byte)) }
      return "<" + String(byte, radix: 16, uppercase: true) + ">"
    }.joined()
  }
  return nil
}

/// A word in the place of a command that is none.
private struct UnknownCommand: CustomStringConvertible {
  let word: String

  /// The names of the commands that could stand there.
  let known: [String]

  /// Finds the first of `arguments` that should name a subcommand of `command`, or of one below it, and does not.
  init?(in arguments: some Sequence<String>, of command: any ParsableCommand.Type) {
    var subcommands = command.configuration.subcommands
    for word in arguments {
      if word == "help" { continue }
      if subcommands.isEmpty || word.hasPrefix("-") { return nil }
      guard let next = subcommands.first(where: { $0._commandName == word }) else {
        self.word = word
        known = subcommands.map { $0._commandName }
        return
      }
      subcommands = next.configuration.subcommands
    }
    return nil
  }

  var description: String {
    let meant = likelyMeant(by: word, among: known).first
    return "unknown command '\(word.visible)'" + (meant.map { "; did you mean '\($0)'?" } ?? "")
  }
}
