import Foundation
import TestSupport
import Testing

/// Edits that people make, each with the comparison that was reviewed last, as text and as Markdown.
private let edits: [(name: String, specification: String, settings: [String])] = [
  ("longer-warmup", "exp1-conll2003-small", ["warmup.epochs=2"]),
  ("smaller-encoder", "exp1-conll2003-small", ["base.encoder.hidden=96"]),
  ("more-rounds", "exp1-conll2003-small", ["pruning.rate.rounds=8"]),
  ("less-pruning", "exp1-conll2003-small", ["pruning.rate.final=0.2"]),
  ("longer-training-of-one", "exp1-conll2003-small", ["variants.sparse.training.epochs=6"]),
  ("more-seeds", "exp1-conll2003-small", ["sweep.seeds=[2019, 2020, 2021, 2022, 2023]"]),
  ("other-scheme", "exp1-conll2003-small", ["tasks.ner.scheme=bio2"]),
  ("two-edits", "exp1-conll2003-small", ["base.encoder.kind=gru", "training.batch=20"]),
  ("swept-batches", "exp1-conll2003-small", ["sweep.product={training.batch: [10, 20]}"]),
  ("task-removed", "quickstart", ["tasks.chunk=none", "variants.hierarchical.sharing.levels.chunk=none"]),
  (
    "variants-exchanged", "quickstart",
    ["variants.soft=none", "variants.deep={sharing: hard, base: {encoder: {layers: 2}}}"]
  ),
  ("other-sharing", "quickstart", ["variants.hard.sharing=sparse"]),
  ("other-method", "quickstart", ["pruning.method=snip"]),
  ("another-spelling", "quickstart", ["variants.hard.sharing={masks: {'*': all | none}}"]),
  ("more-sentences", "quickstart", ["datasets.newspaper.sentences.train=2000"]),
  ("sweep-added", "quickstart", ["sweep={seeds: [1, 2, 3]}"]),
]

@Test(arguments: edits.indices, ["text", "markdown"])
func theComparisonIsTheOneThatWasReviewed(number: Int, format: String) throws {
  let edit = edits[number]
  let path = "specs/\(edit.specification).yaml"
  let settings = edit.settings.flatMap { ["--set-new", $0] }
  let outcome = try CommandProcess(
    ["diff", path, path, "--data", "/nowhere", "--format", format] + settings, in: root
  ).wait()
  #expect(outcome.status == (edit.name == "another-spelling" ? 0 : 1), "\(outcome.errors)")
  let golden = "\(fixturesFolder(besides: #filePath))/diff/\(edit.name).\(format == "text" ? "txt" : "md")"
  #expect(difference(of: outcome.output, fromGolden: golden) == nil)
}
