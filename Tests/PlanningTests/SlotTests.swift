import Diagnostics
import ExperimentSpec
import PlanFormat
import Planning
import Testing

/// Records every way in which the slots of `plan` do not name its stages.
private func checkSlots(of plan: Plan) {
  for variant in plan.variants {
    var stages: [StageSlot: StageID] = [:]
    for (slot, stage) in plan.slots(of: variant) {
      if let other = stages[slot] {
        #expect(other == stage, "'\(slot.purpose.text)' of \(variant.name) names two stages")
      }
      stages[slot] = stage
    }
    let needed = Set(plan.stages(neededBy: variant.namedStages))
    #expect(Set(stages.values) == needed, "a stage of \(variant.name) has no slot")
  }
}

/// The slots of all variants as one can compare them.
private func slots(of plan: Plan) -> Set<String> {
  Set(
    plan.variants.flatMap { variant in
      plan.slots(of: variant).map { "\($0.slot.variant) \($0.slot.place) \($0.slot.purpose.words) \($0.stage)" }
    })
}

@Test(arguments: bundledPaths)
func aSlotNamesExactlyOneStage(path: String) throws { checkSlots(of: try plan(bundledSpec(path))) }

/// Resets, warmups, methods and mechanisms in one plan, so that one stage serves different purposes in different
/// variants.
private let mixed = """
  sweep:
    product:
      warmup.epochs: [0, 2, 3]
      pruning.reset: [warmup, initial, {epochs: 2}, {epochs: 2, of: task}]
      pruning.method: [imp, one_shot, snip, random]
      seed: [1, 2]
  variants:
    sparse: {sharing: sparse}
    hard: {sharing: hard, training: {select: last, epochs: 2}}
    single: {sharing: single}
  """

@Test func slotsHoldWhereOneStageServesManyPurposes() throws {
  let plan = try plan(specimenText(more: mixed))
  checkSlots(of: plan)
  let place = try #require(plan.variants.first { $0.place.declared == "hard" && $0.place.seed == 2 }).place
  #expect(place.sweep.map(\.path).contains("warmup.epochs"))
}

@Test func masksOfOneTaskFromTwoFilesHaveSlotsOfTheirOwn() throws {
  let masks = "file(\"m.safetensors\", pos) & file(\"copy-of-m.safetensors\", pos) | char_cnn"
  let plan = try plan(specimenText(sharing: "{masks: {'*': '\(masks)'}}"), changed: ["copy-of-m.safetensors"])
  checkSlots(of: plan)
  let imports = plan.stages.values.map(\.purpose).filter { $0.kind == .importMask }
  #expect(imports.count == 2)
  for purpose in imports { #expect(StagePurpose(words: purpose.words) == purpose) }
}

@Test func purposesAndPlacesAreReadBack() throws {
  let plan = try plan(specimenText(more: mixed))
  let document = PlanDocument(plan)
  for text in [document.text, document.json] {
    var log = DiagnosticLog()
    let read = try #require(PlanDocument(reading: SourceFile(name: "plan", text: text), log: &log))
    let copy = try #require(Plan(read, log: &log))
    #expect(slots(of: copy) == slots(of: plan))
    #expect(copy.stages.values.map(\.purpose) == plan.stages.values.map(\.purpose))
  }
}
