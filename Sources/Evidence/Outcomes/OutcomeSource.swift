package import Corpora
import ExperimentSpec
package import Files
package import Planning
package import Store
import TensorFiles

/// What evaluations have counted of variants, sentence by sentence.
package struct OutcomeSource: Sendable {
  /// The seeds of the variants, by their names.
  let seeds: [String: Int]

  private let read: @Sendable (String, ExperimentResults.Column) throws(FileFailure) -> SentenceOutcomes?

  /// The outcomes of variants of these names, which `read` gives for each column.
  init(
    seeds: [String: Int],
    read: @escaping @Sendable (String, ExperimentResults.Column) throws(FileFailure) -> SentenceOutcomes?
  ) {
    self.seeds = seeds
    self.read = read
  }

  /// The outcomes of the variants of `plan` in `store`.
  package init(_ plan: Plan, in store: StoreInspection) {
    let variants = Dictionary(plan.variants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.init(seeds: variants.mapValues(\.place.seed)) { run, column throws(FileFailure) in
      guard let stage = variants[run]?.evaluation(of: column) else { return nil }
      return try store.outcomes(of: column.task, scoredBy: stage)
    }
  }

  /// The outcomes of `run` in `column`; `nil` if there are none.
  ///
  /// Throws: also if they are in a store in another form than their stage makes.
  package func outcomes(
    of run: String, in column: ExperimentResults.Column
  ) throws(FileFailure) -> SentenceOutcomes? { try read(run, column) }
}

extension PlannedVariant {
  /// The stage that scores `column`; `nil` if the variant has no such column.
  package func evaluation(of column: ExperimentResults.Column) -> StageID? {
    guard let component = components.first(where: { $0.tasks.contains(column.task) }) else { return nil }
    guard let set = column.set else { return component.evaluate }
    return component.sets.first { $0.name == set }?.evaluate
  }
}

extension StoreInspection {
  /// What the evaluation `stage` has counted of `task`; `nil` if it is not there.
  fileprivate func outcomes(of task: String, scoredBy stage: StageID) throws(FileFailure) -> SentenceOutcomes? {
    guard let (bytes, path) = try content(.outcomes, of: stage) else { return nil }
    let file: Safetensors
    do throws(SafetensorsError) { file = try Safetensors(parsing: bytes) } catch {
      throw FileFailure(.read, path, .malformed("\(error)"))
    }
    do throws(OutcomesError) { return try OutcomesFile(file, of: [task]).tasks[task] } catch {
      throw FileFailure(.read, path, .malformed(error.description))
    }
  }
}
