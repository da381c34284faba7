package import ExperimentGraph
package import ExperimentSpec

/// What a plan is made from: a specification, its parts connected, and what is known of the files that it names.
package struct PlanSource: Sendable {
  package let spec: Spec
  package let graph: ResolvedExperiment
  package let files: ResolvedFiles

  package init(_ spec: Spec, _ graph: ResolvedExperiment, _ files: ResolvedFiles) {
    self.spec = spec
    self.graph = graph
    self.files = files
  }
}
