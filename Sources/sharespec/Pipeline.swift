import Diagnostics
import Execution
import ExperimentGraph
import ExperimentSpec
import Planning
import SpecSyntax

/// The compiler's front end as one list: text, located tree, typed specification, graph, plan.
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
  }

  private(set) var log = DiagnosticLog()

  /// The typed specification.
  mutating func spec(_ source: Source) -> Spec? {
    guard let file = read(source), let document = SpecDocument(file, log: &log),
      let composed = ComposedDocument(document, reading: source.access.reader, log: &log),
      let overrides = parseOverrides(source.overrides, log: &log)
    else { return nil }
    return Spec(composed, overrides: overrides, log: &log)
  }

  /// The graph of the specification.
  mutating func graph(_ source: Source) -> (spec: Spec, graph: ExperimentGraph)? {
    guard let spec = spec(source), let graph = ExperimentGraph(spec, log: &log) else { return nil }
    return (spec, graph)
  }

  /// The plan of the specification, whose files must be at hand.
  mutating func plan(_ source: Source) -> Plan? {
    guard let (spec, graph) = graph(source) else { return nil }
    let probe = InputProbe(specification: source.path, dataRoot: source.dataRoot)
    let files = probe.resolve(spec, log: &log)
    return log.hasErrors ? nil : Plan(lowering: graph, files: files)
  }

  /// The plan of a graph whose files need not be at hand; one that is not stands under its path.
  func plan(of graph: ExperimentGraph, _ source: Source, _ spec: Spec) -> Plan {
    var missing = DiagnosticLog()
    let probe = InputProbe(specification: source.path, dataRoot: source.dataRoot)
    return Plan(lowering: graph, files: probe.resolve(spec, log: &missing))
  }

  private mutating func read(_ source: Source) -> SourceFile? {
    do throws(FileFailure) {
      return try source.access.file(source.path)
    } catch {
      log.record(Diagnostic(InputCode.unreadableFile, .error, error.description, at: nil))
      return nil
    }
  }
}
