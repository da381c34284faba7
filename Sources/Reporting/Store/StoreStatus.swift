import Diagnostics
import Planning
package import Running
import Text

/// Which processes run over a store, what they are at, and how much is done: for people and programs.
package struct StoreStatus: Sendable {
  private let root: String
  private let runs: [ActiveRun]

  /// The number of stages in the store, of whatever experiment.
  private let stored: Int

  private let plan: PlanStatus?

  /// How much of a plan is done.
  package struct PlanStatus: Sendable {
    package let name: String

    /// The stages that a run would need, those of them that are done, and the names of those that some process is at.
    package let needed: Int
    package let done: Int
    package let running: [String]

    package init(name: String, needed: Int, done: Int, running: [String]) {
      self.name = name
      self.needed = needed
      self.done = done
      self.running = running
    }
  }

  package init(root: String, runs: [ActiveRun], stored: Int, plan: PlanStatus?) {
    self.root = root
    self.runs = runs
    self.stored = stored
    self.plan = plan
  }

  /// The status for people; `age` tells how many seconds ago a time was.
  package func text(age: (String) -> Double?) -> String {
    var lines = runs.flatMap { Self.lines(of: $0, age: age) }
    if runs.isEmpty { lines.append("no process runs over '\(root)'") }
    if let plan {
      let running = plan.running.isEmpty ? "" : "; under way: \(plan.running.joined(separator: ", "))"
      lines.append("\(plan.name): \(plan.done) of \(counted(plan.needed, "stage")) done\(running)")
    }
    lines.append("\(counted(stored, "stage")) in the store")
    return lines.joined(separator: "\n")
  }

  private static func lines(of run: ActiveRun, age: (String) -> Double?) -> [String] {
    let since = age(run.updated) ?? 0
    var counts = [
      "\(run["done"]) done", "\(run["cached"]) cached", "\(run["running"]) running", "\(run["queued"]) queued",
    ]
    for name in ["failed", "skipped"] where run[name] > 0 { counts.append("\(run[name]) \(name)") }
    if let left = run.left { counts.append("\(duration(left - since)) left") }
    let head = "process \(run.process) on \(run.host), since \(readable(run.started)) UTC"
    var lines = [head, "  \(run.experiment): " + counts.joined(separator: ", ")]
    for stage in run.running {
      var fields = [stage.name]
      if let training = stage.training {
        fields += [
          "epoch \(training.epoch)/\(training.epochs)", "step \(training.step)/\(training.steps)",
          "\(training.wholeTokensPerSecond) tokens/s", "loss \(fixed(training.loss, 4))",
        ]
      }
      if !stage.dev.isEmpty { fields.append("dev " + scores(stage.dev)) }
      fields.append("for \(duration(stage.seconds + since))")
      if let left = stage.left { fields.append("\(duration(left - since)) left") }
      lines.append("    " + fields.joined(separator: "  "))
    }
    if !run.awaited.isEmpty { lines.append("    waits for another process: " + run.awaited.joined(separator: ", ")) }
    return lines
  }

  /// The same as JSON: an object whose members `docs/events.md` describes.
  package var json: String {
    let plan: JSONValue =
      plan.map { plan in
        [
          "name": .string(plan.name), "needed": .integer(plan.needed), "done": .integer(plan.done),
          "running": .array(plan.running.map { .string($0) }),
        ]
      } ?? .null
    let whole: JSONValue = [
      "version": 1, "store": .string(root), "stored": .integer(stored), "runs": .array(runs.map(\.json)), "plan": plan,
    ]
    return JSONText.text(of: whole, .pretty)
  }
}
