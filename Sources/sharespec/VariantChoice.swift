import ArgumentParser
import Diagnostics
import Execution
import Planning

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
    return words.map(quotedForShell).joined(separator: " ")
  }
}

extension Plan {
  /// The variants of these names, or the only one there is; a command ends with a suggestion where there is no such one.
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
  let meant = likelyMeant(by: name, among: known).first.map { "did you mean '\($0)'?" }
  return failure("'\(file)' has no \(noun) '\(name)'", help: meant ?? "it has \(shortList(known))")
}

/// Says what went wrong and what can be done about it; gives the code to end with.
func failure(_ message: String, help: String? = nil) -> ExitCode {
  writeToStandardError("error: \(message)\n")
  if let help { writeToStandardError("   = help: \(help)\n") }
  return ExitCode(1)
}

/// `word` as a shell takes it for one.
private func quotedForShell(_ word: String) -> String {
  let isPlain = word.utf8.allSatisfy { byte in
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || "-_./=,:+@%".utf8.contains(byte)
  }
  return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
}
