import Diagnostics
import ExperimentGraph
import FrontEndSupport
import Testing

@testable import Planning

private let swept = [
  specimenText(more: "sweep: {product: {pruning.rate.rounds: [1, 2, 5], training.epochs: [1, 2]}, seeds: [1, 2]}"),
  specimenText(more: "sweep: {product: {pruning.ties: [first, last], pruning.rate.final: [0.1, 0.2]}}"),
  specimenText(
    sharing: "{masks: {ner: 'imp(ner, keep: 0.6) & imp(pos, round: 2)', pos: 'imp(pos) | imp(pos, round: 3)'}}",
    more: "sweep: {product: {sharing: {a: hard, b: sparse}, pruning.method: [imp, one_shot, snip, random]}}"),
]

/// Counting agrees with making: no stage is missed, and hardly one that several methods of pruning make counts twice.
@Test(arguments: planSpecimens + swept)
func stagesAreCountedAsTheyAreMade(text: String) throws {
  let graph = try rightGraph(text)
  let made = Plan(merging: [graph], files: specimenFiles(), name: "x", baseline: nil).stages.count
  let counted = LoweredParts.stageCount(of: graph.variants, files: specimenFiles())
  #expect((made...made + made / 5).contains(counted))
  #expect(graph.variants.reduce(0) { $0 + $1.mostStages } >= counted)
  for (limit, isAllowed) in [(counted, true), (counted - 1, false)] {
    var log = DiagnosticLog()
    graph.checkStageCount(specimenFiles(), limit: limit, log: &log)
    #expect(log.diagnostics.map(\.code) == (isAllowed ? [] : [GraphCode.tooManyStages]))
  }
}

/// Rounds that would be millions of stages are refused, and none of them is made.
@Test func sweptRoundsAreRefusedBeforeTheyAreMade() throws {
  let values = (1...1_000).map(String.init).joined(separator: ", ")
  let graph = try rightGraph(
    specimenText(more: "sweep: {product: {pruning.rate.rounds: [\(values)]}, seeds: [1, 2]}"))
  var log = DiagnosticLog()
  graph.checkStageCount(ResolvedFiles(), log: &log)
  #expect(log.diagnostics.map(\.message) == ["the plan has more than 3,000,000 stages"])
}
