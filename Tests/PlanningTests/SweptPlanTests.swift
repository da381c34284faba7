import Diagnostics
import ExperimentGraph
import ExperimentSpec
import FrontEndSupport
import SpecSyntax
import Testing

@testable import Planning

/// Paths below every key of an experiment, each with values that cells may have.
private let axes: [(path: String, values: String)] = [
  ("seed", "[1, 2]"),
  ("datasets.d.skip", "{none: [], some: [a, b]}"), ("datasets.d.files.train", "[train.txt, vectors.txt]"),
  ("tasks.ner.scheme", "[bio1, bio2]"), ("tasks.pos.column", "[pos, ner]"),
  ("base.words.dimension", "[10, 20]"), ("base.words.minimum_count", "[1, 2]"), ("base.encoder.layers", "[1, 2]"),
  ("base.characters.filters", "[3, 4]"), ("base.dropout", "[0.1, 0.2]"), ("base.head", "[linear, crf]"),
  (
    "sharing",
    "{own: sparse, apart: single, kept: {masks: {'*': 'imp(self, keep: 0.6)'}}, early: {masks: {'*': 'imp(self, round: 1) | imp(ner)'}}}"
  ),
  ("pruning.rate.final", "[0.3, 0.5]"), ("pruning.rate.rounds", "[1, 2, 3]"),
  ("pruning.method", "[imp, one_shot, snip, random]"), ("pruning.batches", "[2, 3]"),
  ("pruning.scope", "[global, tensor]"), ("pruning.rounding", "[down, up]"), ("pruning.ties", "[first, last]"),
  ("pruning.exclude", "[biases, nothing]"), ("pruning.epochs", "[1, 2]"),
  ("pruning.clip", "{none: none, some: {by: value, at: 1}}"),
  ("pruning.reset", "{first: initial, late: {epochs: 2}, own: {epochs: 1, of: task}}"),
  ("pruning.from", "[last, best]"), ("pruning.optimizer.decay", "[0, 0.1]"),
  ("warmup.epochs", "[0, 1]"),
  ("training.batch", "[5, 10]"), ("training.epochs", "[1, 2]"), ("training.optimizer.learning_rate", "[0.1, 0.2]"),
  ("training.optimizer.momentum", "[0.5, 0.9]"), ("training.sampling", "{some: uniform, other: {exponent: 0.3}}"),
  ("training.select", "[best_on_dev, last]"), ("training.clip", "{none: none, some: {by: norm, at: 1}}"),
  ("training.weights", "{learned: learned, some: {ner: 2}}"),
  ("datasets.d.limit", "[7, 0.5]"),
  ("evaluate", "{one: {a: {dataset: d, split: dev}}, two: {a: {dataset: d}, b: {dataset: d, split: train}}}"),
]

/// What cells have in common is worked out once, and must be what each of them comes to by itself.
@Test(arguments: 0..<18)
func aCellIsLoweredAsIfItStoodAlone(seed: Int) throws {
  var random = SplitMix(seed: UInt64(seed))
  // Each run has two axes of its own, so that all runs together have every axis.
  let own = [axes[2 * seed], axes[2 * seed + 1]]
  let other = axes.filter { axis in !own.contains { $0.path == axis.path } }.randomElement(using: &random)
  let product = (own + [other].compactMap(\.self)).shuffled(using: &random).map { "\($0.path): \($0.values)" }
  let swept = try rightSpec(
    specimenText(
      pruning: "{rate: {final: 0.4, rounds: 2}}",
      more: """
        variants: {sparse: {}, mixed: {sharing: {masks: {pos: imp(self) & tower(self), ner: tower(self)}}}}
        sweep: {product: {\(product.joined(separator: ", "))}}
        """))
  let graph = try rightGraph(of: swept)
  let wanted = WantedPlan(lowering: graph, files: specimenFiles())
  for (variant, wanted) in zip(swept.variants, wanted.variants) {
    let text = ResolvedSpecification(swept, only: [variant]).text
    let alone = WantedPlan(lowering: try rightGraph(text), files: specimenFiles())
    #expect(alone.variants.flatMap(\.stages).map(\.id) == wanted.stages.map(\.id), "\(variant.name)")
    #expect(alone.variants.flatMap(\.stages).map(\.label) == wanted.stages.map(\.label), "\(variant.name)")
  }
  let merged = Plan(merging: [graph], files: specimenFiles(), name: graph.name, baseline: graph.baseline)
  #expect(merged.stageIDs == wanted.merged.stageIDs)
  #expect(merged.labels { _ in true } == wanted.merged.labels { _ in true })
}

/// More variants than are lowered at once come to what they are one after the other, whatever their order.
@Test func manyVariantsAreLoweredInPartsAsOneAfterTheOther() throws {
  let text = specimenText(
    pruning: "{rate: {final: 0.4, rounds: 2}}",
    more: """
      variants: {sparse: {}, hard: {sharing: hard}, single: {sharing: single}}
      sweep:
        product: {training.batch: \(Array(1...20)), base.encoder.hidden: [8, 16], warmup.epochs: [1, 2]}
        seeds: [3, 1]
      """)
  let graph = try rightGraph(text)
  #expect(graph.variants.count == 480)
  let alone = WantedPlan(lowering: graph, files: specimenFiles()).merged
  let merged = Plan(merging: [graph], files: specimenFiles(), name: graph.name, baseline: graph.baseline)
  #expect(merged.variants.map(\.name) == alone.variants.map(\.name))
  #expect(merged.variants.map(\.namedStages) == alone.variants.map(\.namedStages))
  #expect(Set(merged.stageIDs) == Set(alone.stageIDs))
  #expect(merged.stageIDs != alone.stageIDs, "the variants were lowered in one part")
  let ordered = merged.reachedInCanonicalOrder
  #expect(ordered.stages == alone.withoutUnreachedStages.inCanonicalOrder.stages)
}

@Test func sweepsTouchEveryPartOfAnExperiment() {
  let touched = Set(axes.map { String($0.path.prefix { $0 != "." }) })
  #expect(Experiment.blockDescription.fields.map(\.key).filter { !touched.contains($0) } == [])
  #expect(axes.count == 36)
}

@Test(arguments: [1, 63, 64, 65, 5000])
func theLeastNumberComesFirst(limit: Int) {
  var random = SplitMix(seed: UInt64(limit))
  var queue = RankQueue(below: limit)
  var expected: Set<Int> = []
  var (popped, least): ([Int?], [Int?]) = ([], [])
  for _ in 0..<3 * limit {
    if Bool.random(using: &random) {
      let number = Int.random(in: 0..<limit, using: &random)
      queue.insert(number)
      expected.insert(number)
    } else {
      popped.append(queue.popLeast())
      least.append(expected.min())
      if let number = expected.min() { expected.remove(number) }
    }
  }
  #expect(popped == least)
}
