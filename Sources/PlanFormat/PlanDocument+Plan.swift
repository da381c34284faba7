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
        fingerprint: Placed(StatedFingerprint(stage.id.digest)),
        universe: stage.operation.definition.taskMasks.map { Placed(universes.name(of: $0.universe)) },
        parameters: stage.operation.parameters,
        inputs: stage.inputs.map {
          InputEntry(role: $0.role.name, stage: Placed(names[$0.stage]), artifact: Placed($0.artifact.rawValue))
        })
    }
    var texts = MaskTexts()
    variants = plan.variants.sorted { $0.name.precedesNaturally($1.name) }.map { variant in
      VariantEntry(variant, of: plan, universe: universes.name(of: variant.masks.universe), &texts) { names[$0] }
    }
    self.universes = universes.entries
  }
}

extension PlanDocument.VariantEntry {
  /// The entry of `variant`, in which stages have the names that `name` gives them.
  init(
    _ variant: PlannedVariant, of plan: Plan, universe: String, _ texts: inout MaskTexts,
    naming name: (StageID) -> String
  ) {
    self.init(
      name: Placed(variant.name), group: variant.group, place: variant.place,
      tasks: variant.tasks.sorted { $0.name < $1.name }.map { task in
        PlanDocument.TaskEntry(
          name: task.name, metric: Placed(task.metric.keyName),
          mask: Placed(texts.text(of: task.name, in: variant.masks)))
      },
      universe: Placed(universe),
      components: variant.components.map {
        PlanDocument.ComponentEntry(
          tasks: $0.tasks.sorted(), train: Placed(name($0.train)), evaluate: Placed(name($0.evaluate)),
          sets: $0.sets.map { PlanDocument.SetEntry(name: $0.name, evaluate: Placed(name($0.evaluate))) }
            .sorted { $0.name < $1.name })
      }.sorted { $0.tasks.lexicographicallyPrecedes($1.tasks) },
      measure: variant.measure.map { Placed(name($0)) },
      // A training that nothing reads from is no stage of the plan.
      starts: variant.starts.filter { plan.stages[$0.stage] != nil }.map {
        PlanDocument.StartEntry(purpose: Placed($0.purpose.words), stage: Placed(name($0.stage)))
      }.sorted { $0.purpose.value.lexicographicallyPrecedes($1.purpose.value) })
  }
}

extension Plan {
  /// The files that stages read, each content once, under the first of its paths, in order of path.
  package var inputFiles: [InputFile] { stages.values.lazy.map(\.operation).inputFiles }
}

extension Sequence<Planning.Operation> {
  /// The files that the operations read, each content once, under the first of its paths, in order of path.
  var inputFiles: [InputFile] {
    var files: [CanonicalValue: InputFile] = [:]
    for operation in self {
      for file in operation.inputFiles {
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
