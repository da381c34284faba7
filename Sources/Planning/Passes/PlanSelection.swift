import ExperimentSpec

extension Plan {
  /// The plan of some variants alone.
  package func restricted(to names: Set<String>) -> Plan {
    let chosen = variants.filter { names.contains($0.name) }
    let baseline = baseline.flatMap { baseline in
      let names = BaselineNames(baseline, among: variants.map(\.names))
      return chosen.contains { names.mean($0.name) } ? baseline : nil
    }
    let restricted = Plan(name: name, stages: stages, variants: chosen, baseline: baseline)
    return restricted.withoutUnreachedStages
  }

  /// The stages that `stage` needs, itself included, without variants.
  package func upTo(_ stage: StageID) -> Plan {
    let needed = stages(neededBy: [stage])
    let stages = StageTable(stages.values.filter { needed.contains($0.id) })
    return Plan(name: name, stages: stages, variants: [], baseline: nil)
  }

  /// The plan of everything in `plans`, in which equal stages of different plans are one.
  ///
  /// - Parameters:
  ///   - name: the name of the result.
  ///   - plans: plans with the prefixes that make the names of their variants differ.
  package init(merging plans: [(prefix: String, plan: Plan)], name: String) {
    self.init(
      merging: plans.map { prefix, plan in
        Plan(
          name: name, stages: plan.stages, variants: plan.variants.map { $0.renamed("\(prefix)/") },
          baseline: nil)
      }, name: name)
  }

  /// The plan of everything in `plans`, whose variants have different names.
  package init(merging plans: [Plan], name: String) {
    let stages = MergedStages()
    for plan in plans {
      for stage in plan.stages.values { stages.add(stage) }
    }
    self = Plan(name: name, stages: stages.stages, variants: plans.flatMap(\.variants), baseline: nil).inCanonicalOrder
  }

  /// The plan whose stages are called for people by the names that the plan's text gives them.
  package var labelledByName: Plan {
    let names = StageNames(of: self)
    let labelled = StageTable(stages.values.lazy.map { $0.labelled(names[$0.id]) })
    return Plan(name: name, stages: labelled, variants: variants, baseline: baseline)
  }
}

extension PlannedVariant {
  /// The variant with `prefix` before its name and that of its group.
  fileprivate func renamed(_ prefix: String) -> PlannedVariant {
    PlannedVariant(
      name: prefix + name, group: prefix + group, place: place, tasks: tasks, components: components, masks: masks, measure: measure, starts: starts)
  }
}

extension Stage {
  /// The same stage under another name for people.
  fileprivate func labelled(_ label: String) -> Stage {
    Stage(known: id, operation, inputs: inputs, for: purpose, called: label)
  }
}
