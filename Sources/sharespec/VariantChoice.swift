import ArgumentParser
import Diagnostics
import Inputs
import Planning
import Text

// Variants and tasks as the command line names them.

extension SourceOptions {
  /// The plan of a specification or of a saved plan; a command ends with the findings where there is none.
  func plan(_ file: String, for purpose: InputProbe.Purpose) throws -> Pipeline.Planned {
    var pipeline = Pipeline()
    let planned = pipeline.plan(source(file), for: purpose)
    show(pipeline.log)
    guard let planned else { throw ExitCode(1) }
    return planned
  }

  /// The command that runs `file` with these options.
  func runCommand(_ file: String, store: String) -> String {
    var words = ["sharespec", "run", file]
    for override in overrides { words += ["--set", override] }
    if let dataRoot { words += ["--data", dataRoot] }
    if store != ".sharespec" { words += ["--store", store] }
    return words.map(ShellCommand.quoted).joined(separator: " ")
  }
}

extension Plan {
  /// The variants of these names, or the only one there is; ends the command with a suggestion if one does not
  /// exist.
  func variants(named names: [String], in file: String) throws -> [PlannedVariant] {
    let known = variants.map(\.name)
    if names.isEmpty {
      if variants.count == 1 { return variants }
      throw failure(
        "'\(file)' has \(counted(known.count, "variant"))", help: "name one with --variant: \(shortList(known))")
    }
    return try names.map { name in
      guard let variant = variants.first(where: { $0.name == name }) else {
        throw unknown("variant", name, in: file, among: known)
      }
      return variant
    }
  }

  /// The files that the plan's stages read.
  var inputPaths: [String] { stages.values.flatMap { $0.operation.inputFiles.map(\.path) }.withoutRepetitions }
}

/// Says that there is no `name` in `file`, and what may have been meant; gives the code to end with.
func unknown(_ noun: String, _ name: String, in file: String, among known: [String]) -> ExitCode {
  failure("'\(file)' has no \(noun) '\(name)'", help: suggestion(for: name, among: known))
}

/// What may have been meant by `name`, or all that there is.
func suggestion(for name: String, among known: [String]) -> String {
  likelyMeant(by: name, among: known).first.map { "did you mean '\($0)'?" } ?? "it has \(shortList(known))"
}

/// Says what went wrong and what can be done about it; gives the code to end with.
func failure(_ message: String, notes: [String] = [], help: String? = nil) -> ExitCode {
  writeToStandardError("error: \(message)\n")
  for note in notes { writeToStandardError("   = note: \(note)\n") }
  if let help { writeToStandardError("   = help: \(help)\n") }
  return ExitCode(1)
}
