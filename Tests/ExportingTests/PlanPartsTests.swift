@testable import PlanFormat
import Diagnostics
import Planning
import Testing

@testable import Exporting

/// Every stage can be carried out from its part alone: that has it under its name in the whole plan, and what it needs.
@Test(arguments: ["{seeds: [1, 2]}", "{seeds: \(Array(1...40)), product: {training.epochs: [1, 2]}}"])
func partsHoldEveryStageWithItsNameAndWhatItNeeds(sweep: String) throws {
  let whole = try plan(gridText(sweep: sweep))
  let names = StageNames(of: whole)
  let parts = PlanParts(whole, names: names, place: \.path)
  var plans: [String: Plan] = [:]
  for file in parts.files {
    var log = DiagnosticLog()
    let document = PlanDocument(reading: SourceFile(name: file.path, text: file.text), log: &log)
    plans[file.path] = document.flatMap { Plan($0, log: &log) }
    #expect(log.sorted.map(\.message) == [])
  }
  for stage in whole.stages.values {
    let part = try #require(parts.file[stage.id].flatMap { plans[$0] })
    #expect(part.stages[stage.id]?.label == names[stage.id])
    #expect(part.upTo(stage.id).stageIDs == whole.upTo(stage.id).stageIDs)
  }
  #expect(plans.values.allSatisfy { $0.stages.count < 400 }, "a part is read in a moment")
  #expect(Set(parts.files.map(\.path)).count == parts.files.count)
}

/// Jobs that wait must find the plan that they were submitted with, whatever is exported meanwhile.
@Test func filesAreCalledByWhatTheyHold() throws {
  func paths(_ sweep: String) throws -> [String] {
    let plan = try plan(gridText(sweep: sweep))
    return PlanParts(plan, names: StageNames(of: plan), place: \.path).files.map(\.path)
  }
  #expect(try paths("{seeds: [1, 2]}") == paths("{seeds: [1, 2]}"))
  #expect(try Set(paths("{seeds: [1, 2]}")).isDisjoint(with: paths("{seeds: [1, 3]}")))
}
