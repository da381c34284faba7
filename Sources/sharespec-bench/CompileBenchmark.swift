import ArgumentParser
import ExperimentGraph
import ExperimentSpec
import Planning

/// `sharespec-bench compile`: how fast many variants become a plan.
struct CompileBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Measure how fast a family of variants of the paper's first experiment is compiled.",
    discussion: """
      One specification that sweeps the six ways of sharing over cells of learning rate, batch and seed, or over one path. \
      The time is that of all processors, from text to the merged plan in canonical order: check (text to typed values), \
      connect (typed values to graphs), lower and merge (graphs to stages with fingerprints, each once), and order.

      EXAMPLES
        sharespec-bench compile
        sharespec-bench compile --variants 100000
        sharespec-bench compile --sweep epochs --sharing sparse
      """)

  @Option(help: "Variants, at least: every cell has all ways of sharing.") var variants = 10_000
  @Option(help: "Rounds of pruning.") var rounds = 20
  @Option(help: "What cells differ in.") var sweep = VariantFamily.Sweep.settings
  @Option(help: "The ways of sharing.") var sharing = VariantFamily.Sharing.six

  func validate() throws {
    guard variants > 0, rounds > 0 else { throw ValidationError("numbers must be positive") }
  }

  func run() throws {
    let family = VariantFamily(count: variants, rounds: rounds, sweep: sweep, sharing: sharing)
    let (text, files) = (family.text, family.files)
    var watch = StepWatch()
    let plan = try merged(text, files, &watch).reachedInCanonicalOrder
    watch.finish("order")
    let peak = rounded(peakMemory(), places: 0)
    watch.print()
    print("variants_per_s", rounded(Double(plan.variants.count) / watch.total { $0.seconds }, places: 0))
    print("variants", plan.variants.count)
    print("stages_wanted", plan.variants.reduce(0) { $0 + plan.stages(neededBy: $1.namedStages).count })
    print("stages", plan.stageIDs.count)
    print("peak_memory_mb", peak)
  }

  /// The plan before it is ordered; what it was made from is gone.
  private func merged(_ text: String, _ files: ResolvedFiles, _ watch: inout StepWatch) throws -> Plan {
    let graph = try resolved(text, &watch)
    let merged = Plan(merging: [graph], files: files, name: graph.name, baseline: graph.baseline)
    watch.finish("lower_and_merge")
    return merged
  }

  /// The resolved experiment; what was read of the text is gone.
  private func resolved(_ text: String, _ watch: inout StepWatch) throws -> ResolvedExperiment {
    let spec = try checkedSpecification(text)
    watch.finish("check")
    let graph = try resolvedExperiment(spec)
    watch.finish("connect")
    return graph
  }
}
