extension VariantDocument {
  /// The document with `prefix` before the variant's name.
  package func renamed(_ prefix: String) -> VariantDocument {
    prefix.isEmpty
      ? self
      : VariantDocument(name: name, baseline: nil, budget: budget, stages: stages, variant: variant.renamed(prefix))
  }
}

extension PlanDocument {
  /// A document with `files` and nothing else.
  package init(ofFiles files: [FileEntry]) {
    name = ""
    self.files = files
  }

  /// The document with `prefix` before the names of its variants.
  package func renamed(_ prefix: String) -> PlanDocument {
    if prefix.isEmpty { return self }
    var renamed = self
    renamed.baseline = nil
    renamed.variants = variants.map { $0.renamed(prefix) }
    return renamed
  }
}

extension PlanDocument.VariantEntry {
  /// The entry with `prefix` before its name and that of its group.
  fileprivate func renamed(_ prefix: String) -> PlanDocument.VariantEntry {
    PlanDocument.VariantEntry(
      name: Placed(prefix + name.value, at: name.range), group: prefix + group, place: place, tasks: tasks, universe: universe,
      components: components, measure: measure, starts: starts)
  }
}
