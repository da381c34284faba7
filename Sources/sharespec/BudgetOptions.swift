import ArgumentParser
import Diagnostics
import ExperimentSpec
import Files
import Planning
import Reporting
import Store

/// The options that say what a command may cost, in the place of what the specification says.
struct BudgetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Refuse to start if the stages to run take more hours than this by estimate, with one thread. Default: the specification's budget.",
      valueName: "hours"))
  var maxHours: Double?

  @Option(
    help: ArgumentHelp(
      "Refuse to start if a stage needs more memory than this by estimate, as in 8GB. Default: the specification's budget.",
      valueName: "size"), transform: readSize)
  var maxMemory: ByteSize?

  @Option(
    help: ArgumentHelp(
      "Refuse to start if new results take more space than this by estimate, as in 20GB. Default: the specification's budget.",
      valueName: "size"), transform: readSize)
  var maxDisk: ByteSize?

  func validate() throws {
    if let maxHours, !(maxHours > 0 && maxHours.isFinite) {
      throw ValidationError("--max-hours takes a number of hours greater than 0.")
    }
  }

  /// The limits of `budget` with those of the options in their place; `nil` if there are none.
  func budget(over budget: Budget?) -> Budget? {
    let own = Budget(
      hours: maxHours.map { Located($0, origin("--max-hours \($0)")) },
      memory: maxMemory.map { Located($0, origin("--max-memory \($0)")) },
      disk: maxDisk.map { Located($0, origin("--max-disk \($0)")) })
    return budget?.overridden(by: own) ?? (own.isEmpty ? nil : own)
  }

  /// What is found when the stages of `plan` that are `missing` from a store are held against the limits.
  func findings(_ budget: Budget?, _ plan: Plan, costs: PlanCosts, missing: [StageID]) -> DiagnosticLog {
    var log = DiagnosticLog()
    guard let budget = self.budget(over: budget) else { return log }
    for use in budget.uses(by: missing, of: plan, costs: costs) { Diagnostic.budget(use).map { log.record($0) } }
    return log
  }

  /// The value of the option that `text` spells, as a place that findings can show.
  private func origin(_ text: String) -> Origin {
    let start = text.utf8.prefix { $0 != UInt8(ascii: " ") }.count + 1
    return .written(SourceRange(SourceFile(name: "<command line>", text: text, isFile: false), start..<text.utf8.count))
  }
}

/// The size that an option's value spells.
@Sendable private func readSize(_ text: String) throws -> ByteSize {
  do throws(ByteSize.Problem) { return try ByteSize(text) } catch {
    throw ValidationError(error.message(about: text) + (error.help(about: text).map { "; \($0)" } ?? "") + ".")
  }
}
