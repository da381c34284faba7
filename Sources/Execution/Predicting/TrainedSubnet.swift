import Corpora
import ExperimentSpec
import MaskAlgebra
import Networks
package import Planning
package import Running
package import Store

/// The subnet of a task as training left it, with what is needed to use it.
package struct TrainedSubnet {
  package let task: String
  let component: ComponentData
  let parameters: Parameters
  let vocabulary: Vocabulary

  /// The corpora, those of the task's dataset among them.
  let library: DatasetLibrary

  /// The task's number in the component.
  let index: Int

  /// Takes the subnet of `task` in `variant` out of `store`.
  package init(
    of task: String, in variant: PlannedVariant, _ plan: Plan, from store: ArtifactStore, _ library: DatasetLibrary
  ) throws(SubnetFailure) {
    guard let part = variant.components.first(where: { $0.tasks.contains(task) }),
      let stage = plan.stages[part.evaluate], case .evaluate(let operation) = stage.operation,
      let index = operation.tasks.firstIndex(where: { $0.name == task })
    else { throw .noSuchTask(task) }
    self.task = task
    self.index = index
    self.library = library
    let interpreter = StageInterpreter(store: store, library: library, observer: Unobserved())
    do throws(StageFailure) {
      component = try interpreter.readComponent(operation.network, operation.tasks, operation.masks, of: stage)
      parameters = try interpreter.parameters(component.layout, from: try interpreter.readTensors(.weights, of: stage))
      vocabulary = try interpreter.readVocabulary(of: stage).vocabulary
    } catch {
      if case .store(.missing) = error { throw .notTrained(variant: variant.name, store: store.root) }
      throw .stage(error)
    }
  }

  /// The task's tags and data.
  var data: TaskData { component.tasks[index] }
}

/// Why a subnet cannot be used.
package enum SubnetFailure: Error, Hashable, Sendable, CustomStringConvertible {
  case noSuchTask(String)

  /// Weights or masks of the variant are not in the store, or are damaged there.
  case notTrained(variant: String, store: String)
  case stage(StageFailure)

  package var description: String {
    switch self {
    case .noSuchTask(let task): "there is no task '\(task)'"
    case .notTrained(let variant, let store):
      "the weights of the variant '\(variant)' are not in the store '\(store)' yet, or are damaged there"
    case .stage(let failure): failure.description
    }
  }

  /// The message as the command prints it: with its place, or else with `error: ` in front.
  package var report: String {
    switch self {
    case .stage(.corpus(let error)): error.description
    case .stage(.tags(let error)): error.description
    case .noSuchTask, .notTrained, .stage: "error: \(self)"
    }
  }
}

/// Nobody who watches.
private struct Unobserved: RunObserver {
  func observe(_ event: RunEvent) {}
}
