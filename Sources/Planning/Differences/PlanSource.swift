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

extension PlanSource {
  /// The paths, written in both specifications, of files whose content differs from that in `other`. A path that only
  /// one of them writes is a difference of values.
  func changedFiles(from other: PlanSource) -> [String] {
    let changed = files.changedPaths(from: other.files)
    if changed.isEmpty { return [] }
    let written = [graph, other.graph].map { Set($0.files.map(\.path.value)) }
    return changed.filter { path in written.allSatisfy { $0.contains(path) } }
  }
}
