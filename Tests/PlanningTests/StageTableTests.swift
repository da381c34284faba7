import ExperimentGraph
import ExperimentSpec
import FrontEndSupport
import Model
import Testing

@testable import Planning

/// Drawings of masks that differ in their seeds.
private func stages(_ seeds: Range<UInt64>) throws -> [Stage] {
  let variant = try #require(try rightGraph(specimenText()).variants.first)
  let network = NetworkParameters(variant).forMasks
  return seeds.map { seed in
    let drawing = DrawMaskOperation(network: network, exclude: .nothing, keep: 0.5, seed: seed)
    return Stage(.drawMask(drawing), inputs: [], for: .draw(keep: drawing.keep, seed: seed))
  }
}

@Test func aStageTableFindsWhatItHoldsAndNothingElse() throws {
  let (held, others) = (try stages(0..<500), try stages(500..<1000))
  var table = StageTable()
  for (count, stage) in held.enumerated() {
    #expect(table[stage.id] == nil)
    #expect(table.insert(stage) == (true, count))
  }
  #expect(table.values == held)
  #expect(Array(table.keys) == held.map(\.id))
  for (place, stage) in held.enumerated() {
    #expect(table.index(forKey: stage.id) == place)
    #expect(table.insert(stage) == (false, place))
  }
  #expect(others.allSatisfy { table[$0.id] == nil })
  #expect(StageTable(held + held) == table)
}

@Test func aStageTableFindsItsStagesInAnotherOrder() throws {
  let held = try stages(0..<300)
  var table = StageTable(held)
  let order = Array(held.indices).map { ($0 * 7 + 3) % held.count }
  table.permute(order.map(Int32.init))
  #expect(table.values == order.map { held[$0] })
  for (place, stage) in table.values.enumerated() { #expect(table.index(forKey: stage.id) == place) }
}

@Test func passesLeaveThePlanThatTheyAreGivenAsItIs() throws {
  let wanted = try wantedPlan(specimenText(more: "variants: {b: {sharing: hard}, a: {sharing: sparse}}"))
  let merged = wanted.merged
  let before = merged.stages.values
  let ordered = merged.withoutUnreachedStages.inCanonicalOrder
  #expect(merged.stages.values == before)
  #expect(ordered.stages.values != before)
}
