import ArgumentParser
import Diagnostics
import ExperimentGraph
import ExperimentSpec
import SpecSyntax

/// The typed specification that `text` is; of as many variants as there are.
func checkedSpecification(_ text: String) throws -> Spec {
  var log = DiagnosticLog()
  guard let document = SpecDocument(SourceFile(name: "family.yaml", text: text), log: &log),
    let spec = Spec(document, mostCells: .max, log: &log)
  else { throw ValidationError(TextRenderer().render(log.sorted)) }
  return spec
}

/// `spec` with its parts connected.
func resolvedExperiment(_ spec: Spec) throws -> ResolvedExperiment {
  var log = DiagnosticLog()
  guard let graph = ResolvedExperiment(spec, log: &log) else {
    throw ValidationError(TextRenderer().render(log.sorted))
  }
  return graph
}
