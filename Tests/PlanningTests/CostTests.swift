import ExperimentSpec
import MaskAlgebra
import OrderedCollections
import Testing

@testable import Planning

/// The paper's first experiment; `more` holds its variants.
private func firstExperiment(_ more: String) -> String {
  """
  sharespec: 1
  name: exp1
  datasets:
    d: {format: columns, files: {train: train.txt, dev: dev.txt}, columns: {token: 0, pos: 1, chunk: 2, ner: 3}}
  tasks:
    pos: {dataset: d, column: pos, metric: accuracy}
    ner: {dataset: d, column: ner, metric: span_f1, scheme: bio2}
    chunk: {dataset: d, column: chunk, metric: span_f1, scheme: bio2}
  base:
    words: {dimension: 100}
    characters: {}
  sharing: sparse
  warmup: {epochs: 20}
  training: {epochs: 100}
  \(more)
  """
}

private func ledgers(_ text: String) throws -> [String: VariantLedger] {
  let plan = try plan(text)
  return Dictionary(uniqueKeysWithValues: plan.variants.map { ($0.name, VariantLedger(of: $0, in: plan)) })
}

/// Table 3 of the paper, in thousands.
@Test func parametersAreThoseOfThePapersTable() throws {
  let ledgers = try ledgers(
    firstExperiment(
      """
      variants:
        single: {sharing: single}
        subnet: {sharing: {masks: {pos: 'tower(self) & imp(self, round: 6)', ner: 'tower(self) & imp(self, round: 5)', chunk: 'tower(self) & imp(self, round: 7)'}}}
        hard: {sharing: hard}
        soft: {sharing: soft}
        hierarchical: {base: {encoder: {layers: 2}}, sharing: {levels: {pos: 1, ner: 2, chunk: 2}}}
        sparse: {}
      """))
  func thousands(_ variant: String) -> Int? {
    ledgers[variant].flatMap { $0.union.lowerBound == $0.union.upperBound ? ($0.union.lowerBound + 500) / 1000 : nil }
  }
  #expect(thousands("single") == 1602)
  #expect(thousands("subnet") == 811)
  #expect(thousands("hard") == 534)
  #expect(thousands("soft") == 1596)
  #expect(thousands("hierarchical") == 1497)
  #expect(ledgers["hard"]?.overlap == 1...1)
  #expect(ledgers["single"]?.overlap == 0...0)
  let sparse = try #require(ledgers["sparse"])
  // A tenth of the weights at least, all of the network at most; the paper measured 396 thousand.
  #expect(sparse.union.contains(396_000))
  #expect(sparse.union.upperBound == ledgers["hard"]?.union.upperBound)
  #expect((51_000...58_000).contains(sparse.union.lowerBound))
  #expect(sparse.overlap.contains(0.5))
}

/// Table 4 of the paper: the sparsities lie on the ladder.
@Test(arguments: [(6, 0.501), (5, 0.562), (7, 0.447), (20, 0.1)])
func masksOfRoundsKeepTheFractionsOfTheLadder(round: Int, fraction: Double) throws {
  let ledger = try #require(
    ledgers(firstExperiment("variants: {v: {sharing: {masks: {'*': 'imp(ner, round: \(round)) & weights'}}}}"))["v"])
  let kept = try #require(ledger.tasks.first?.kept)
  #expect(kept.lowerBound == kept.upperBound)
  let prunable = 2700 + 2 * 800 * (130 + 200)
  #expect(abs(Double(kept.lowerBound) / Double(prunable) - fraction) < 0.0006)
  // Rounds of rounding, as pruning itself counts.
  #expect(kept.lowerBound == PruningLadder(finalKept: 0.1, rounds: 20).kept(of: prunable, after: round))
}

@Test func regionsTellWhichTasksUseWhat() throws {
  let ledger = try #require(
    ledgers(
      firstExperiment(
        "variants: {v: {base: {encoder: {layers: 2}}, sharing: {levels: {pos: 1, ner: 2, chunk: 2}}}}"))["v"])
  #expect(
    ledger.regions == [
      VariantLedger.RegionCount(
        region: "char_cnn | encoder.1", users: ["chunk", "ner", "pos"], certainUsers: ["chunk", "ner", "pos"],
        count: 2730 + 2 * 800 * 332),
      VariantLedger.RegionCount(
        region: "encoder.2", users: ["chunk", "ner"], certainUsers: ["chunk", "ner"], count: 2 * 800 * 602),
    ])
}

private func costs(_ text: String, sizes: CorpusSizes = knownSizes) throws -> (plan: Plan, costs: PlanCosts) {
  let plan = try plan(text)
  return (plan, PlanCosts(of: plan, by: CostModel(sizes: sizes, rates: .standard)))
}

private var knownSizes: CorpusSizes {
  var sizes = CorpusSizes()
  for (name, count) in [("train.txt", 1000), ("dev.txt", 100), ("test.txt", 200)] {
    sizes[Digest(of: Array(name.utf8))] = CorpusSize(sentences: count, tokens: 10 * count)
  }
  return sizes
}

@Test func trainingCostsThreePassesATokenAndADevelopmentPassAnEpoch() throws {
  let (plan, costs) = try costs(specimenText(sharing: "hard", encoder: "{layers: 1, hidden: 100}"))
  let train = try #require(plan.stages.values.first { $0.operation.name == "train" })
  let weights = 2.0 * 400 * (50 + 30 + 100)
  let forward = 2 * weights + 2 * 7 * 2700
  #expect(costs.stages[train.id]?.operations == 2 * 2 * forward * (3 * 10_000 + 1000))
  let evaluate = try #require(plan.stages.values.first { $0.operation.name == "evaluate" })
  #expect(costs.stages[evaluate.id]?.operations == 2 * forward * 2000)
}

@Test func memoryGrowsWithParametersBatchesAndText() throws {
  func memory(hidden: Int = 100, training: String = "{epochs: 2}", sizes: CorpusSizes = knownSizes) throws -> Double {
    let text = specimenText(sharing: "hard", encoder: "{layers: 1, hidden: \(hidden)}", training: training)
    let (plan, costs) = try costs(text, sizes: sizes)
    let train = try #require(plan.stages.values.first { $0.operation.name == "train" })
    return try #require(costs.stages[train.id]?.memory)
  }
  let usual = try memory()
  // One direction has 4 · 300 times as many more weights in the gates of 400 units, with what they read.
  let parameters = Double(2 * 4 * (400 * (80 + 400 + 2) - 100 * (80 + 100 + 2)))
  #expect(try memory(hidden: 400) - usual > 4 * 4 * parameters)
  // Ten times the sentences of ten tokens need ten times their activations, of at least the gates of both directions.
  #expect(try memory(training: "{epochs: 2, batch: 100}") - usual > Double(90 * 10 * 2 * 4 * 100 * 4))
  var longer = knownSizes
  longer[Digest(of: Array("train.txt".utf8))] = CorpusSize(sentences: 100_000, tokens: 1_000_000)
  #expect(try memory(sizes: longer) - usual > 1_000_000 * 16)
  #expect(try memory(training: "{epochs: 20}") == usual)
}

@Test func whatDependsOnDataThatIsNotAtHandIsUnknown() throws {
  let known = try costs(specimenText(sharing: "hard"))
  #expect(known.costs.total.unknownCount == 0)
  let (plan, costs) = try costs(specimenText(sharing: "hard"), sizes: CorpusSizes())
  let train = try #require(plan.stages.values.first { $0.operation.name == "train" })
  #expect(costs.stages[train.id] == StageCost())
  #expect(costs.total.unknownCount == plan.stages.count)
}

@Test func mergingSavesWhatVariantsHaveInCommon() throws {
  let (plan, costs) = try costs(
    specimenText(more: "variants: {sparse: {}, subnet: {sharing: {masks: {'*': tower(self) & imp(self)}}}}"))
  let wanted = try wantedPlan(
    specimenText(more: "variants: {sparse: {}, subnet: {sharing: {masks: {'*': tower(self) & imp(self)}}}}"))
  #expect(costs.wantedStageCount == wanted.stageCount)
  #expect(costs.wantedSeconds > costs.total.seconds)
  #expect(plan.stages.count < wanted.stageCount)
}

@Test(arguments: planSpecimens)
func totalsAreSumsInThePlansOrder(specimen: String) throws {
  let (plan, costs) = try costs(specimen)
  #expect(costs.total == CostSum(of: plan.stages.keys.compactMap { costs.stages[$0] }))
}

/// Stages that are estimated together cost what each of them does by itself.
@Test(arguments: planSpecimens)
func aStageCostsWhatItsOperationDoes(specimen: String) throws {
  let (plan, costs) = try costs(specimen)
  let model = CostModel(sizes: knownSizes, rates: .standard)
  for stage in plan.stages.values {
    #expect(costs.stages[stage.id] == model.cost(of: stage.operation), "\(stage.label)")
  }
  for (variant, cost) in zip(plan.variants, costs.variants) {
    let needed = plan.stages(neededBy: variant.namedStages)
    #expect(cost.stageCount == needed.count && cost.cost == CostSum(of: needed.compactMap { costs.stages[$0] }))
  }
}

@Test func theCriticalPathIsTheLongestChain() throws {
  let (plan, costs) = try costs(specimenText())
  let names = StageNames(of: plan)
  let stages = plan.longestPath { costs.stages[$0]?.seconds ?? 0 }
  let path = stages.map { names[$0] }
  #expect(path.first == "vocabulary")
  #expect(path.contains("warmup"))
  #expect(path.contains { $0.hasPrefix("round.") })
  #expect(path.contains("train.specimen"))
  for (before, after) in zip(stages, stages.dropFirst()) {
    #expect(plan.dependencies(of: after).contains(before))
  }
}

@Test func ratesAreThoseOfTheRecordedRunsThatComputedMost() {
  #expect(CostRates(recorded: []) == .standard)
  let rates = CostRates(recorded: [(1e9, 10), (1e12, 10), (1e6, 1e-6), (0, 3)])
  #expect(rates.operationsPerSecond == 1e11)
  #expect(rates.recordedRuns == 3)
}
