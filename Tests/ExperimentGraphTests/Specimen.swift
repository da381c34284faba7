import FrontEndSupport

@testable import ExperimentGraph

/// A specification with three tasks whose sharing is as the test says, as a graph.
func graph(sharing: String, layers: Int = 2, more: String = "", overrides: [String] = []) throws -> ResolvedExperiment {
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
  return try rightGraph(text, overrides: overrides)
}
