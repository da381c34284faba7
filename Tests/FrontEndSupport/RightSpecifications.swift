package import Diagnostics
package import ExperimentGraph
package import ExperimentSpec
import SpecSyntax

/// A specification that was expected to be right and is not.
package struct Refusal: Error {
  /// What is wrong, each behind its place where it has one.
  package let findings: [String]

  package init(findings: [String]) { self.findings = findings }

  package init(_ log: DiagnosticLog) {
    findings = log.sorted.map { finding in (finding.range.map { "\($0): " } ?? "") + finding.message }
  }
}

/// The specification in `text`, which is right, with `overrides` of the command line laid over it; `name` is its file.
package func rightSpec(
  _ text: String, named name: String = "specimen.yaml", overrides: [String] = []
) throws -> Spec {
  var log = DiagnosticLog()
  let parsed = parseOverrides(overrides, log: &log) ?? []
  guard let document = SpecDocument(SourceFile(name: name, text: text), log: &log),
    let spec = Spec(document, overrides: parsed, log: &log), !log.hasErrors
  else { throw Refusal(log) }
  return spec
}

/// The graph of `spec`, which is right.
package func rightGraph(of spec: Spec) throws -> ResolvedExperiment {
  var log = DiagnosticLog()
  guard let graph = ResolvedExperiment(spec, log: &log) else { throw Refusal(log) }
  return graph
}

/// The graph of the specification in `text`, which is right, with `overrides` of the command line laid over it.
package func rightGraph(
  _ text: String, named name: String = "specimen.yaml", overrides: [String] = []
) throws -> ResolvedExperiment {
  try rightGraph(of: rightSpec(text, named: name, overrides: overrides))
}
