import ArgumentParser
import Planning

/// The option that narrows a command to some variants.
struct VariantOptions: ParsableArguments {
  @Option(
    name: .customLong("variant"), parsing: .singleValue,
    help: ArgumentHelp(
      "Take only what this variant needs; the name of a swept variant means all of its cells. May be repeated.",
      valueName: "name"))
  var names: [String] = []

  /// What of `plan` the named variants need: all of it if none is named; ends the command at a name that means none.
  func restrict(_ plan: Plan, in file: String) throws -> Plan {
    do throws(UnknownVariant) { return try plan.restricted(toVariantsCalled: names) } catch {
      throw failure(error.message(in: file), help: error.help)
    }
  }
}
