import ArgumentParser
import Diagnostics
import Inputs
import Planning
import Text

// Variants and tasks as the command line names them.

extension SourceOptions {
  /// The plan of a specification or of a saved plan; a command ends with the findings where there is none.
  func plan(
    _ file: String, for purpose: InputProbe.Purpose, lookingAtData looksAtData: Bool = false
  ) throws -> Pipeline.Planned {
    var pipeline = Pipeline()
    let planned = pipeline.plan(source(file, lookingAtData: looksAtData), for: purpose)
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
    return Shell.command(words).text
  }
}

extension Plan {
  /// The variants that `names` mean, in the order of the names: for each the variant called so, or all cells of the
  /// one declared under it.
  func variants(meantBy names: [String]) throws(UnknownVariant) -> [PlannedVariant] {
    var chosen: [PlannedVariant] = []
    var seen: Set<String> = []
    for name in names {
      let meant = variants.filter { $0.isMeant(by: name) }
      if meant.isEmpty {
        throw UnknownVariant(name, declared: variants.map(\.declaredName), all: variants.map(\.name))
      }
      chosen += meant.filter { seen.insert($0.name).inserted }
    }
    return chosen
  }

  /// What the variants that `names` mean need; the whole plan without names.
  func restricted(toVariantsCalled names: [String]) throws(UnknownVariant) -> Plan {
    names.isEmpty ? self : restricted(to: Set(try variants(meantBy: names).map(\.name)))
  }

  /// The variants that `names` mean, or the only one there is; ends the command with a suggestion if a name means none.
  func variants(named names: [String], in file: String) throws -> [PlannedVariant] {
    if names.isEmpty {
      if variants.count == 1 { return variants }
      throw failure(
        "'\(file)' has \(counted(variants.count, "variant"))",
        help: "name one with --variant: \(shortList(variants.map(\.name)))")
    }
    do throws(UnknownVariant) { return try variants(meantBy: names) } catch {
      throw failure(error.message(in: file), help: error.help)
    }
  }

  /// The one variant that `name` means, or the only one there is; ends the command if several are meant.
  func variant(_ name: String?, in file: String) throws -> PlannedVariant {
    let meant = try variants(named: name.map { [$0] } ?? [], in: file)
    if meant.count == 1 { return meant[0] }
    throw failure(
      "'\(name ?? "")' means \(counted(meant.count, "variant")) of '\(file)', and this command takes one",
      help: "name one of its cells: \(shortList(meant.map(\.name)))")
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
