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
      Cells of learning rate, batch and seed, each with the six ways of sharing. The time is that of one thread, from \
      text to the merged plan in canonical order: check (text to typed values), connect (typed values to graphs), lower and \
      merge (graphs to stages with fingerprints, each once), and order.

      EXAMPLES
        sharespec-bench compile
        sharespec-bench compile --variants 100000
        sharespec-bench compile --variants 1000 --rounds 4
      """)

  @Option(help: "Variants.") var variants = 10_000
  @Option(help: "Rounds of pruning.") var rounds = 20

  func validate() throws {
    guard variants > 0, rounds > 0 else { throw ValidationError("numbers must be positive") }
  }

  func run() throws {
    let family = VariantFamily(count: variants, rounds: rounds)
    var watch = StepWatch()
    let files = family.files
    var specs: [Spec] = []
    for text in family.texts { specs.append(try checked(text)) }
    watch.finish("check")
    let graphs = try specs.map(connected)
    specs = []
    watch.finish("connect")
    let merged = Plan(merging: graphs, files: files, name: "family", baseline: nil)
    watch.finish("lower_and_merge")
    let plan = merged.withoutUnreachedStages.inCanonicalOrder
    watch.finish("order")
    for (name, seconds) in watch.steps { print("\(name)_s", rounded(seconds, places: 3)) }
    let processor = processorTime()
    let peak = rounded(peakMemory(), places: 0)
    print("seconds", rounded(watch.total, places: 3))
    print("processor_s", rounded(processor, places: 3))
    print("variants_per_s", rounded(Double(variants) / watch.total, places: 0))
    print("variants", plan.variants.count)
    print("stages_wanted", plan.variants.reduce(0) { $0 + plan.stages(reachedBy: $1).count })
    print("stages", plan.stageIDs.count)
    print("peak_memory_mb", peak)
  }

  private func checked(_ text: String) throws -> Spec {
    var log = DiagnosticLog()
    guard let document = SpecDocument(SourceFile(name: "family.yaml", text: text), log: &log),
      let spec = Spec(document, log: &log)
    else { throw ValidationError(TextRenderer().render(log.sorted)) }
    return spec
  }

  private func connected(_ spec: Spec) throws -> ExperimentGraph {
    var log = DiagnosticLog()
    guard let graph = ExperimentGraph(spec, log: &log) else {
      throw ValidationError(TextRenderer().render(log.sorted))
    }
    return graph
  }
}

/// The times of steps that follow each other.
private struct StepWatch {
  private(set) var steps: [(name: String, seconds: Double)] = []
  private var start = ContinuousClock.now

  /// The step called `name` ends here, and the next one begins.
  mutating func finish(_ name: String) {
    let now = ContinuousClock.now
    steps.append((name, (now - start) / .seconds(1)))
    start = now
  }

  var total: Double { steps.reduce(0) { $0 + $1.seconds } }
}
