import ArgumentParser
import ExperimentGraph
import ExperimentSpec
import Planning

/// `sharespec-bench diff`: how fast two families of variants are compared.
struct DiffBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Measure how fast many variants are compared with themselves after one value was changed.",
    discussion: """
      The family of 'compile', planned as it is and with another value, and compared: plan (both sides, from text), pair \
      (variants and stages that belong together), and causes (which stages go back to the value).

      EXAMPLES
        sharespec-bench diff
        sharespec-bench diff --variants 1296 --change warmup
      """)

  @Option(help: "Variants, at least: every cell has all ways of sharing.") var variants = 10_000
  @Option(help: "Rounds of pruning.") var rounds = 20
  @Option(help: "What cells differ in.") var sweep = VariantFamily.Sweep.settings
  @Option(help: "The ways of sharing.") var sharing = VariantFamily.Sharing.six
  @Option(help: "Which epochs are others on the new side.") var change = Change.training

  /// The epochs that are changed.
  enum Change: String, ExpressibleByArgument, CaseIterable {
    case training, warmup
  }

  func validate() throws {
    guard variants > 0, rounds > 0 else { throw ValidationError("numbers must be positive") }
  }

  func run() throws {
    let family = VariantFamily(count: variants, rounds: rounds, sweep: sweep, sharing: sharing)
    var watch = StepWatch()
    let old = try planned(family)
    let new = try planned(family.changing(change))
    watch.finish("plan")
    let difference = PlanDifference(from: old.plan, to: new.plan)
    watch.finish("pair")
    let causes = difference.causes(from: old.source, to: new.source)
    watch.finish("causes")
    let peak = rounded(peakMemory(), places: 0)
    watch.print()
    print("variants", new.plan.variants.count)
    print("stages", new.plan.stageIDs.count)
    print("stages_changed", difference.stages.count)
    print("causes", causes.count { !$0.stages.isEmpty })
    print("peak_memory_mb", peak)
  }

  private func planned(_ family: VariantFamily) throws -> (plan: Plan, source: PlanSource) {
    let spec = try checkedSpecification(family.text)
    let graph = try resolvedExperiment(spec)
    return (Plan(lowering: graph, files: family.files), PlanSource(spec, graph, family.files))
  }
}
