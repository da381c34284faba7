import Diagnostics
import ExperimentGraph
import ExperimentSpec
import Files
import Inputs
import PlanFormat
import Planning
import SpecSyntax

/// The compiler's front end as one list: text, located tree, typed specification, resolved experiment, plan.
///
/// Each step's result exists only if the step found no error; what all of them found is in `log`.
struct Pipeline {
  /// Where a specification and its inputs come from.
  struct Source {
    /// The path of the specification.
    let path: String

    /// Where it and what it extends are read from.
    var access = SourceAccess.disk

    /// Overrides in the form `path=value`.
    let overrides: [String]

    /// The directory under which corpora are looked up.
    let dataRoot: String

    /// What is kept of data files between commands; `nil` for nothing.
    var cache: InputCache?

    /// Whether data files are read to find what is wrong in them.
    var looksAtData = false

    func probe(for purpose: InputProbe.Purpose) -> InputProbe {
      InputProbe(specification: path, dataRoot: dataRoot, purpose: purpose, cache: cache)
    }
  }

  private(set) var log = DiagnosticLog()

  /// The typed specification.
  mutating func spec(_ source: Source) -> Spec? { reading(source)?.spec }

  /// The typed specification as far as it can be read.
  private mutating func reading(_ source: Source) -> SpecReading? {
    guard let file = read(source) else { return nil }
    if PlanFileKind.isPlan(file) {
      log.record(.planForSpecification(source.path))
      return nil
    }
    let overrides = parseOverrides(source.overrides, log: &log)
    guard let document = SpecDocument(file, log: &log),
      let composed = ComposedDocument(document, reading: source.access.reader, log: &log)
    else { return nil }
    return SpecReading(composed, overrides: overrides, log: &log)
  }

  /// The resolved experiment of the specification.
  mutating func graph(_ source: Source) -> (spec: Spec, graph: ResolvedExperiment)? {
    guard let reading = reading(source), let graph = ResolvedExperiment(reading, log: &log), let spec = reading.spec
    else {
      return nil
    }
    return (spec, graph)
  }

  /// The resolved experiment of the specification, with a note on files that are missing and, if the source looks at
  /// data, with what is wrong in those that are there.
  mutating func checked(_ source: Source) -> (spec: Spec, graph: ResolvedExperiment)? {
    guard let (spec, graph) = graph(source) else { return nil }
    graph.checkStageCount(ResolvedFiles(), log: &log)
    if log.hasErrors { return nil }
    let probe = source.probe(for: .planning)
    if source.looksAtData {
      let files = probe.resolve(graph.files, log: &log)
      _ = look(at: CensusSubjects(of: graph, files), source, spec)
    } else {
      probe.noteMissing(graph.files, log: &log)
    }
    return log.hasErrors ? nil : (spec, graph)
  }

  /// What there is to look at in the data of a specification or a saved plan, and the specification if it is one.
  mutating func subjects(_ source: Source) -> (subjects: CensusSubjects, spec: Spec?)? {
    guard let planned = plan(source, for: .planning) else { return nil }
    guard let origin = planned.source else { return (CensusSubjects(of: planned.plan), nil) }
    return (CensusSubjects(of: origin.graph, origin.files), origin.spec)
  }

  /// Records findings in data files, each of which is about a variant of `spec`.
  mutating func record(_ findings: [(finding: DataFinding, variant: Int)], _ spec: Spec?) {
    DataCensus(cache: nil).record(findings, in: &log) { variant in spec?.variants[variant].settled ?? [] }
  }

  /// The sizes of the files of `subjects`, with what is wrong in them in the log.
  private mutating func look(at subjects: CensusSubjects, _ source: Source, _ spec: Spec?) -> CorpusSizes {
    let census = DataCensus(cache: source.cache)
    let result = census.result(of: subjects)
    record(result.findings, spec)
    return result.sizes
  }

  /// The resolved experiment with its files, which must be there if they are to be read.
  mutating func connect(_ source: Source, for purpose: InputProbe.Purpose) -> PlanSource? {
    guard let (spec, graph) = graph(source) else { return nil }
    let probe = source.probe(for: purpose)
    var files = probe.resolve(graph.files, log: &log)
    if log.hasErrors { return nil }
    graph.checkStageCount(files, log: &log)
    if log.hasErrors { return nil }
    let subjects = CensusSubjects(of: graph, files)
    files.sizes = source.looksAtData ? look(at: subjects, source, spec) : probe.sizes(of: subjects.corpora)
    return log.hasErrors ? nil : PlanSource(spec, graph, files)
  }

  /// A plan and what is known of the size of its data.
  struct Planned: Sendable {
    let plan: Plan
    let sizes: CorpusSizes

    /// What running it may cost.
    let budget: Budget?

    /// What was planned; `nil` for a plan from a file.
    let source: PlanSource?
  }

  /// The plan of a specification, or the plan that a file holds.
  mutating func plan(_ source: Source, for purpose: InputProbe.Purpose) -> Planned? {
    guard let file = read(source) else { return nil }
    guard PlanFileKind.isPlan(file) else {
      return connect(source, for: purpose).map {
        Planned(
          plan: Plan(lowering: $0.graph, files: $0.files), sizes: $0.files.sizes, budget: $0.spec.budget, source: $0)
      }
    }
    if let override = source.overrides.first {
      log.record(.overriddenPlan(override))
      return nil
    }
    guard let saved = read(file, from: source) else { return nil }
    let probe = source.probe(for: purpose)
    guard let found = probe.resolve(saved.files, log: &log), let plan = saved.plan(files: found, log: &log)
    else { return nil }
    if purpose == .running { log.recordUnknownFiles(of: plan) }
    if log.hasErrors { return nil }
    let sizes = source.looksAtData ? look(at: CensusSubjects(of: plan), source, nil) : probe.sizes(of: plan.corpora)
    return log.hasErrors ? nil : Planned(plan: plan, sizes: sizes, budget: saved.budget, source: nil)
  }

  /// The saved plan in `file` and those that it refers to.
  private mutating func read(_ file: SourceFile, from source: Source) -> PlanReading.Result? {
    var reading = PlanReading(from: source.access)
    let result = reading.read(file, at: source.path)
    log.record(contentsOf: reading.log)
    return result
  }

  /// A plan that was read from a file, and the files that it names.
  struct SavedPlan {
    let plan: Plan
    fileprivate let files: PlanDocument
    fileprivate let probe: InputProbe
  }

  /// The plan that a file holds, whose data need not be at hand.
  mutating func savedPlan(_ source: Source) -> SavedPlan? {
    guard let file = read(source), let saved = read(file, from: source) else { return nil }
    let probe = source.probe(for: .running)
    let located = probe.locate(saved.files)
    return saved.plan(files: located, log: &log).map { SavedPlan(plan: $0, files: located, probe: probe) }
  }

  /// The sizes of the corpora that `stage` of `saved` reads; `nil` unless all data that it reads is at hand.
  mutating func sizes(readBy stage: Stage, of saved: SavedPlan) -> CorpusSizes? {
    saved.probe.sizes(of: saved.files, readBy: stage, log: &log)
  }

  private mutating func read(_ source: Source) -> SourceFile? {
    do throws(FileFailure) {
      return try source.access.file(source.path)
    } catch {
      log.record(.unreadableFile(error))
      return nil
    }
  }
}
