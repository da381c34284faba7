import ExperimentSpec
import FrontEndSupport
import Testing

@testable import PlanFormat
@testable import Planning

private let swept = """
  variants: {hard: {sharing: hard}, sparse: {}}
  sweep: {product: {training.batch: [10, 20]}, seeds: [1, 2, 3]}
  """

/// The labels of the nodes that read from the node called `label`, in order.
private func readers(of label: String, in graph: PlanGraph) -> [String] {
  guard let place = graph.nodes.firstIndex(where: { $0.label == label }) else { return [] }
  return graph.edges.filter { $0.from == place }.map { graph.nodes[$0.to].label }
}

@Test func roundsAndCellsAreFolded() throws {
  let plan = try plan(specimenText(more: swept))
  let graph = PlanGraph(plan, isFolded: true)
  #expect(
    Set(graph.nodes.map(\.label)) == [
      "vocabulary", "initialize × 3", "warmup × 6", "round.ner.k × 24", "mask.ner.k × 18", "select.ner × 6",
      "round.pos.k × 24", "mask.pos.k × 18", "select.pos × 6", "train.hard × 6", "evaluate.hard × 6",
      "train.sparse × 6", "evaluate.sparse × 6", "measure.sparse × 6",
    ])
  #expect(graph.nodes.reduce(0) { $0 + $1.stages.count } == plan.stages.count)
  #expect(Set(readers(of: "warmup × 6", in: graph)).isSuperset(of: ["round.ner.k × 24", "train.sparse × 6"]))
  #expect(readers(of: "mask.ner.k × 18", in: graph).contains("round.ner.k × 24"))
  #expect(!graph.edges.contains { $0.from == $0.to })
  #expect(Set(graph.edges).count == graph.edges.count)
}

/// What only one variant needs is in its frame; what several need is in none.
@Test func eachVariantHasAFrame() throws {
  let graph = PlanGraph(try plan(specimenText(more: swept)), isFolded: true)
  #expect(graph.clusters.sorted() == ["hard, 6 cells", "sparse, 6 cells"])
  func members(_ cluster: String?) -> Set<String> {
    Set(graph.nodes.filter { $0.cluster.map { graph.clusters[$0] } == cluster }.map(\.label))
  }
  #expect(members("hard, 6 cells") == ["train.hard × 6", "evaluate.hard × 6"])
  #expect(members("sparse, 6 cells").isSuperset(of: ["round.pos.k × 24", "measure.sparse × 6"]))
  #expect(members(nil).isSuperset(of: ["vocabulary", "initialize × 3"]))
  // One variant alone needs no frame.
  #expect(PlanGraph(try plan(specimenText()), isFolded: true).clusters == [])
}

@Test func unfoldedEachStageIsANode() throws {
  let plan = try plan(specimenText(more: swept))
  let graph = PlanGraph(plan, isFolded: false)
  let names = StageNames(of: plan)
  #expect(graph.nodes.map(\.label) == plan.stageIDs.map { names[$0] })
  #expect(graph.clusters.contains("sparse@batch=10,seed=1"))
  #expect(graph.edges.count == plan.stageIDs.reduce(0) { $0 + plan.dependencies(of: $1).count })
}

/// A variant with an '@' in its name is no cell of another.
@Test func framesFollowFromWhatVariantsAreDeclaredAs() throws {
  let text = specimenText(more: "variants: {a: {sharing: hard}, 'a@b': {}}")
  #expect(Set(PlanGraph(try plan(text), isFolded: true).clusters) == ["a", "a@b"])
}

@Test func whatIsDoneIsSaidOfEachNode() throws {
  let plan = try plan(specimenText(more: "variants: {hard: {sharing: hard}, sparse: {}}"))
  var decisions = Dictionary(
    uniqueKeysWithValues: plan.stages.values.map { ($0.id, StageDecision.miss(.neverRun)) })
  for stage in plan.stages.values where [.vocabulary, .initialize].contains(stage.purpose.kind) {
    decisions[stage.id] = .hit
  }
  let round = try #require(plan.stages.values.first { $0.purpose.kind == .round })
  decisions[round.id] = .hit
  let graph = PlanGraph(plan, isFolded: true, decisions: decisions)
  func state(_ label: String) -> PlanGraph.State? { graph.nodes.first { $0.label == label }?.state }
  #expect(state("vocabulary") == .done)
  #expect(state("warmup") == .missing)
  #expect(state("round.ner.k × 4") == .partly(done: 1) || state("round.pos.k × 4") == .partly(done: 1))
  let text = PlanGraphText(graph, of: plan)
  #expect(text.dot.contains("\\n1 of 4 done\", style=\"filled,dashed\""))
  #expect(text.mermaid.contains("<br>1 of 4 done\"]"))
  #expect(text.mermaid.contains("\n  classDef open stroke-dasharray: 5 5\n  class "))
}

@Test func framesAreDrawnInBothLanguages() throws {
  let plan = try plan(specimenText(more: "variants: {'a \"b\"': {sharing: hard}, sparse: {}}"))
  let text = PlanGraphText(PlanGraph(plan, isFolded: true), of: plan)
  #expect(text.dot.contains("    label=\"a \\\"b\\\"\";\n"))
  #expect(text.dot.split(separator: "\n").count { $0.hasSuffix("{") } == 3)
  #expect(text.dot.split(separator: "\n").count { $0.hasSuffix("}") } == 3)
  #expect(text.mermaid.contains("[\"a #34;b#34;\"]\n    s"))
  #expect(text.mermaid.split(separator: "\n").count { $0 == "  end" } == 2)
}
