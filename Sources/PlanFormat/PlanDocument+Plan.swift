import ExperimentSpec
import MaskAlgebra
import Model
import OrderedCollections
package import Planning

extension PlanDocument {
  /// The document of `plan`, whose stages stand in the plan's order; everything else is in order of name.
  package init(_ plan: Plan) { self.init(plan, names: StageNames(of: plan)) }

  /// The document of `plan`, in which stages have `names`: those of a larger plan that this one is a part of.
  package init(_ plan: Plan, names: StageNames) {
    var universes = UniverseTable()
    name = plan.name
    baseline = plan.baseline.map { Placed($0) }
    files = plan.inputFiles.compactMap { file in
      file.digest.map { FileEntry(digest: $0, path: file.writtenPath) }
    }
    stages = plan.stages.values.map { stage in
      StageEntry(
        name: Placed(names[stage.id]), purpose: Placed(stage.purpose.words), operation: Placed(stage.operation.name),
        version: stage.operation.version,
        fingerprint: Placed(stage.id.digest),
        universe: stage.operation.definition.taskMasks.map { Placed(universes.name(of: $0.universe)) },
        parameters: stage.operation.parameters,
        inputs: stage.inputs.map {
          InputEntry(role: $0.role.name, stage: Placed(names[$0.stage]), artifact: Placed($0.artifact.rawValue))
        })
    }
    variants = plan.variants.sorted { $0.name.precedesNaturally($1.name) }.map { variant in
      VariantEntry(variant, of: plan, names, universe: universes.name(of: variant.masks.universe))
    }
    self.universes = universes.entries
  }
}

extension PlanDocument.VariantEntry {
  fileprivate init(_ variant: PlannedVariant, of plan: Plan, _ names: StageNames, universe: String) {
    self.init(
      name: Placed(variant.name), place: variant.place,
      tasks: variant.tasks.sorted { $0.name < $1.name }.map { task in
        PlanDocument.TaskEntry(
          name: task.name, metric: Placed(task.metric.keyName),
          mask: Placed(variant.masks[task.name]?.canonicalText ?? ""))
      },
      universe: Placed(universe),
      components: variant.components.map {
        PlanDocument.ComponentEntry(
          tasks: $0.tasks.sorted(), train: Placed(names[$0.train]), evaluate: Placed(names[$0.evaluate]))
      }.sorted { $0.tasks.lexicographicallyPrecedes($1.tasks) },
      measure: variant.measure.map { Placed(names[$0]) },
      // A training that nothing reads from is no stage of the plan.
      starts: variant.starts.filter { plan.stages[$0.stage] != nil }.map {
        PlanDocument.StartEntry(purpose: Placed($0.purpose.words), stage: Placed(names[$0.stage]))
      }.sorted { $0.purpose.value.lexicographicallyPrecedes($1.purpose.value) })
  }
}

extension Plan {
  /// The files that stages read, each content once, under the first of its paths, in order of path.
  package var inputFiles: [InputFile] {
    var files: [CanonicalValue: InputFile] = [:]
    for stage in stages.values {
      for file in stage.operation.inputFiles {
        if let known = files[file.canonical], known.writtenPath <= file.writtenPath { continue }
        files[file.canonical] = file
      }
    }
    return files.sorted { ($0.value.writtenPath, $0.key.sortText) < ($1.value.writtenPath, $1.key.sortText) }
      .map(\.value)
  }
}

extension CanonicalValue {
  /// A text by which values can be ordered.
  fileprivate var sortText: String { String(decoding: encoded, as: UTF8.self) }
}

/// The universes of a plan, each named by its content.
private struct UniverseTable {
  private var names: [ParameterUniverse: String] = [:]

  /// The universes that have been named, by name.
  var entries: [PlanDocument.UniverseEntry] {
    names.map { PlanDocument.UniverseEntry(name: Placed($1), value: $0.canonical) }.sorted {
      $0.name.value < $1.name.value
    }
  }

  mutating func name(of universe: ParameterUniverse) -> String {
    if let known = names[universe] { return known }
    let name = "universe~\(Digest(of: universe.canonical.encoded).short)"
    names[universe] = name
    return name
  }
}
