import Diagnostics
import ExperimentSpec
import FrontEndSupport
import Testing

@testable import PlanFormat
@testable import Planning

/// The plan of a specification over generated data, whose costs are all known.
private func budgetedPlan(_ budget: String) throws -> (plan: Plan, budget: Budget, costs: PlanCosts) {
  let text = specimenText(
    more: "budget: \(budget)"
  ).replacing(
    "{format: columns, files: {train: train.txt, dev: dev.txt, test: test.txt}, columns: {token: 0, pos: 1, ner: 2}}",
    with: "{format: synthetic, sentences: {train: 1000}}")
  let plan = try plan(text)
  let model = CostModel(sizes: CorpusSizes(), rates: .standard)
  return (plan, try #require(try rightSpec(text).budget), PlanCosts(of: plan, by: model))
}

@Test func aBudgetIsHeldAgainstTimeMemoryAndDisk() throws {
  let (plan, budget, costs) = try budgetedPlan("{hours: 1e-9, memory: 1 TB, disk: 1 kB}")
  let uses = budget.uses(by: plan.stageIDs, of: plan, costs: costs)
  #expect(uses.map(\.item) == [.time, .memory, .disk])
  #expect(uses.map(\.verdict) == [.beyond, .within, .beyond])
  #expect(uses.map(\.amount) == [costs.total.seconds, costs.total.memory, costs.total.artifacts])
  #expect(uses[0].place?.text == "1e-9")
  #expect(uses.allSatisfy { $0.unknownCount == 0 && $0.costliest.count == 3 })
  // Rounds are one group, and the costliest comes first.
  #expect(uses[0].costliest.map(\.name).contains("round.ner.k × 4"))
  #expect(uses[0].costliest.map(\.amount) == uses[0].costliest.map(\.amount).sorted(by: >))
}

/// What is done already costs nothing.
@Test func onlyWhatIsToBeRunCounts() throws {
  let (plan, budget, costs) = try budgetedPlan("{hours: 1e-9}")
  #expect(budget.uses(by: [], of: plan, costs: costs).map(\.verdict) == [.within])
  let last = Array(plan.stageIDs.suffix(1))
  let use = try #require(budget.uses(by: last, of: plan, costs: costs).first)
  #expect(use.amount == costs.seconds(of: last))
  #expect(use.costliest.map(\.name) == [StageNames(of: plan)[last[0]]])
}

@Test func withoutDataABudgetIsUndecidedUnlessTheRestIsBeyondIt() throws {
  let plan = try plan(specimenText())
  let costs = PlanCosts(of: plan, by: CostModel(sizes: CorpusSizes(), rates: .standard))
  let budget = try #require(try rightSpec(specimenText(more: "budget: {hours: 40, disk: 1 kB}")).budget)
  let uses = budget.uses(by: plan.stageIDs, of: plan, costs: costs)
  #expect(uses.map(\.verdict) == [.undecided, .beyond])
  #expect(uses.allSatisfy { $0.unknownCount > 0 })
}

@Test func aBudgetIsNoPartOfAnyStage() throws {
  let plain = try plan(specimenText())
  #expect(try plan(specimenText(more: "budget: {hours: 3}")).identities == plain.identities)
}

@Test func aSavedPlanKeepsItsBudget() throws {
  let (plan, budget, _) = try budgetedPlan("{hours: 2.5, memory: 8 GB, disk: 1.5 TB}")
  var document = PlanDocument(plan)
  #expect(!document.text.contains("budget") && !document.json.contains("budget"))
  document.budget = budget
  #expect(document.text.contains("\nbudget hours 2.5\nbudget memory 8000000000\nbudget disk 1500000000000\n"))
  for text in [document.text, document.json] {
    var log = DiagnosticLog()
    let read = PlanDocument(reading: SourceFile(name: "plan", text: text), log: &log)
    #expect(read?.budget == budget, "\(log.diagnostics)")
    #expect(read?.budget?.memory?.origin.range?.text == "8000000000")
    #expect(read.flatMap { Plan($0, log: &log) }?.stageIDs == plan.stageIDs)
  }
}

@Test(arguments: ["budget hours 0", "budget memory 1.5", "budget disk -3", "budget time 4", "budget hours"])
func aBudgetThatIsNoneIsRefused(line: String) throws {
  let text = PlanDocument(try plan(specimenText())).text
  var log = DiagnosticLog()
  let name = "name \"specimen\"\n"
  let changed = text.replacing(name, with: "\(name)\(line)\n")
  #expect(changed != text)
  #expect(PlanDocument(reading: SourceFile(name: "plan", text: changed), log: &log) == nil)
  #expect(log.sorted.map(\.code.id) == ["E0503"])
  #expect(log.sorted.first?.range?.start.line == 3)
}
