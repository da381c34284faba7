import ArgumentParser
import Diagnostics
import ExperimentGraph
import ExperimentSpec
import Planning
import SpecSyntax

/// `sharespec-bench compile`: how fast many variants become a plan.
struct CompileBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Measure how fast a family of variants of the paper's first experiment is compiled.",
    discussion: """
      One specification that sweeps the six ways of sharing over cells of learning rate, batch and seed, or over one path. \
      The time is that of one thread, from text to the merged plan in canonical order: check (text to typed values), \
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
    for step in watch.steps {
      print("\(step.name)_s", rounded(step.seconds, places: 3))
      print("\(step.name)_processor_s", rounded(step.processorSeconds, places: 3))
      print("\(step.name)_peak_memory_mb", rounded(step.peakMemory, places: 0))
    }
    print("seconds", rounded(watch.total { $0.seconds }, places: 3))
    print("processor_s", rounded(watch.total { $0.processorSeconds }, places: 3))
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
    let spec = try checked(text)
    watch.finish("check")
    let graph = try connected(spec)
    watch.finish("connect")
    return graph
  }

  private func checked(_ text: String) throws -> Spec {
    var log = DiagnosticLog()
    guard let document = SpecDocument(SourceFile(name: "family.yaml", text: text), log: &log),
      let spec = Spec(document, mostCells: .max, log: &log)
    else { throw ValidationError(TextRenderer().render(log.sorted)) }
    return spec
  }

  private func connected(_ spec: Spec) throws -> ResolvedExperiment {
    var log = DiagnosticLog()
    guard let graph = ResolvedExperiment(spec, log: &log) else {
      throw ValidationError(TextRenderer().render(log.sorted))
    }
    return graph
  }
}

/// The times of steps that follow each other.
private struct StepWatch {
  /// A step and what it took, by the clock and of the processor.
  struct Step {
    let name: String
    let seconds: Double
    let processorSeconds: Double

    /// The most memory of the process until the step's end, in 10⁶ bytes.
    let peakMemory: Double
  }

  private(set) var steps: [Step] = []
  private var start = (clock: ContinuousClock.now, processor: processorTime())

  /// The step called `name` ends here, and the next one begins.
  mutating func finish(_ name: String) {
    let end = (clock: ContinuousClock.now, processor: processorTime())
    steps.append(
      Step(
        name: name, seconds: (end.clock - start.clock) / .seconds(1),
        processorSeconds: end.processor - start.processor, peakMemory: peakMemory()))
    start = end
  }

  func total(_ value: (Step) -> Double) -> Double { steps.reduce(0) { $0 + value($1) } }
}
