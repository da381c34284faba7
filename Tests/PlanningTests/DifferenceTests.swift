import ExperimentSpec
import OrderedCollections
import Testing

@testable import Planning

private let mechanisms = "variants: {single: {sharing: single}, hard: {sharing: hard}, sparse: {}}"

private func difference(
  _ old: String = mechanisms, to new: String = mechanisms, training: String = "{epochs: 2}", warmup: Int = 1,
  changed: [String] = []
) throws -> PlanDifference {
  PlanDifference(
    from: try plan(specimenText(more: old)),
    to: try plan(specimenText(warmup: warmup, training: training, more: new), changed: changed))
}

@Test func plansOfTheSameMeaningDoNotDiffer() throws {
  let other =
    "variants: {sparse: {}, single: {sharing: {masks: {'*': tower(self)}}}, hard: {sharing: {masks: {'*': all}}}}"
  let difference = try difference(to: other)
  #expect(difference.isEmpty)
  #expect(difference.commonStageCount == difference.newStageCount)
}

@Test func variantsAreAddedRemovedRenamedAndChanged() throws {
  let new = "variants: {alone: {sharing: single}, hard: {training: {batch: 3}, sharing: hard}, soft: {sharing: soft}}"
  let changes = try difference(to: new).variants.map { "\($0.name): \($0.change)" }
  #expect(
    changes == [
      "alone: renamed(\"single\")", "hard: changed(newResults: 1, of: 1, was: nil)", "soft: added", "sparse: removed",
    ])
}

@Test func whatAChangeInvalidatesIsTracedToIt() throws {
  let difference = try difference(warmup: 2)
  let warmup = try #require(difference.stages.first { $0.name == "warmup" })
  #expect(
    warmup.causes == [.parameter(KeyDifference(field: "epochs", stored: .integer(1), planned: .integer(2)))])
  #expect(difference.stages.allSatisfy { $0.old != nil && $0.new != nil })
  for (stage, roots) in zip(difference.stages, difference.stages.roots) where stage.name != "warmup" {
    #expect(stage.ownCauses.isEmpty, "\(stage.name) has another cause")
    #expect(Array(roots) == warmup.causes, "\(stage.name) is not traced to the warmup")
  }
}

/// The stages that differ are those that cannot be found in the old plan, whatever changes.
@Test(arguments: ["{epochs: 2, batch: 7}", "{epochs: 3}", "{epochs: 2, optimizer: {learning_rate: 0.3}}"])
func differencesAreTheStagesThatAreNotInBoth(training: String) throws {
  for changed in [[], ["train.txt"], ["test.txt"]] {
    let difference = try difference(training: training, changed: changed)
    let old = Set(difference.old.stages.keys)
    let new = Set(difference.new.stages.keys)
    #expect(Set(difference.stages.compactMap(\.new?.id)) == new.subtracting(old))
    #expect(Set(difference.stages.compactMap(\.old?.id)) == old.subtracting(new))
    for (stage, roots) in zip(difference.stages, difference.stages.roots) {
      #expect(stage.new == nil || stage.old == nil || !roots.isEmpty)
    }
  }
}

private let cells = """
  variants: {hard: {sharing: hard}, sparse: {}}
  sweep: {seeds: [1, 2, 3], product: {base.encoder.layers: [1, 2], pruning.rate.final: [0.3, 0.5]}}
  """

/// A stage is compared with the one of its slot: never with one of another seed, depth or fraction kept.
@Test func inManyCellsTheOnlyCauseIsWhatWasEdited() throws {
  let edited = try difference(cells, to: cells, warmup: 2)
  let edit = StageDifference.Cause.parameter(
    KeyDifference(field: "epochs", stored: .integer(1), planned: .integer(2)))
  #expect(edited.stages.count > 200)
  #expect(edited.stages.allSatisfy { $0.old != nil && $0.new != nil })
  for (stage, roots) in zip(edited.stages, edited.stages.roots) {
    #expect(roots == [edit], "\(stage.name) has causes of its own")
  }
  for stage in edited.stages {
    #expect(stage.ownCauses == (stage.new?.purpose == .warmup ? [edit] : []), "\(stage.name)")
  }
}

/// Cells that an axis more gives other names keep their places, and so their counterparts.
@Test func variantsOfOnePlaceBelongTogetherUnderOtherNames() throws {
  let old = "variants: {hard: {sharing: hard}}\nsweep: {seeds: [1, 2]}"
  let one = "variants: {hard: {sharing: hard}}\nsweep: {seeds: [2]}"
  let difference = try difference(old, to: one)
  let names = difference.pairs.map { "\($0.old) \($0.new)" }
  #expect(names.count == 1 && difference.variants.count { $0.change == .removed } == 1)
  #expect(difference.stages.allSatisfy { $0.new == nil })
  let edited = try PlanDifference(
    from: plan(specimenText(more: old)), to: plan(specimenText(training: "{epochs: 5}", more: one)))
  let edit = StageDifference.Cause.parameter(
    KeyDifference(field: "epochs", stored: .integer(2), planned: .integer(5)))
  #expect(Set(edited.stages.roots.flatMap(\.self)) == [edit])
}
