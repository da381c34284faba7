import Diagnostics
import ExperimentSpec
import SpecSyntax

@testable import ExperimentGraph

/// A specification with three tasks whose sharing is as the test says, as a graph.
func graph(sharing: String, layers: Int = 2, more: String = "", overrides: [String] = []) throws -> ExperimentGraph {
  let text = """
    sharespec: 1
    name: specimen
    datasets: {d: {format: synthetic}}
    tasks:
      pos: {dataset: d, column: pos, metric: accuracy}
      ner: {dataset: d, column: ner, metric: span_f1, scheme: bio2}
      chunk: {dataset: d, column: chunk, metric: span_f1, scheme: bio2}
    base:
      words: {dimension: 100}
      characters: {}
      encoder: {layers: \(layers)}
    sharing: \(sharing)
    training: {epochs: 2}
    \(more)
    """
  var log = DiagnosticLog()
  let parsed = parseOverrides(overrides, log: &log) ?? []
  guard let document = SpecDocument(SourceFile(name: "specimen.yaml", text: text), log: &log),
    let spec = Spec(document, overrides: parsed, log: &log), let graph = ExperimentGraph(spec, log: &log)
  else { throw Refusal(findings: log.sorted.map { "\($0.range?.description ?? ""): \($0.message)" }) }
  return graph
}

/// A specification that was expected to be right and is not.
struct Refusal: Error { let findings: [String] }
