import Diagnostics
import ExperimentSpec
import MaskAlgebra
import Model
import SpecSyntax
import Testing

@testable import ExperimentGraph

/// The first variant of a specification of column files with `more`, whose values replace those of the same keys here.
private func variant(sharing: String = "hard", more: String = "") throws -> ResolvedVariant {
  let text = """
    sharespec: 1
    name: specimen
    datasets:
      c: {format: columns, files: {train: a.txt, test: b.txt}, columns: {pos: 2, token: 1, ner: 3}, skip: [-X-]}
      unused: {format: columns, files: {train: a.txt, dev: c.txt}, columns: {token: 0}}
      d: {format: synthetic}
    tasks:
      pos: {dataset: c, column: pos, metric: accuracy}
      ner: {dataset: c, column: ner, metric: span_f1, scheme: bio2}
      chunk: {dataset: d, column: chunk, metric: accuracy}
      place: {dataset: d, derive: position, metric: accuracy}
    base: {words: {pretrained: v.txt}, encoder: {layers: 2}}
    sharing: \(sharing)
    \(more.isEmpty ? "training: {epochs: 7}" : more)
    """
  var log = DiagnosticLog()
  let document = SpecDocument(SourceFile(name: "specimen.yaml", text: text), log: &log)
  let spec = document.flatMap { Spec($0, log: &log) }
  return try #require(spec.flatMap { ResolvedExperiment($0, log: &log) }, "\(log.sorted)").variants[0]
}

@Test func tasksKnowWhatTheyPredict() throws {
  let tasks = try variant().tasks
  #expect(tasks.map(\.name) == ["pos", "ner", "chunk", "place"])
  #expect(
    tasks.map(\.target) == [
      .column(.column(2), name: "pos"), .column(.column(3), name: "ner"), .generated("chunk"), .derived(.position),
    ])
  #expect(tasks[0].dataset.corpus?.format == .columns(ColumnLayout(token: 1, skip: ["-X-"])))
}

@Test func everyTaskHasAWeight() throws {
  let equal = try variant()
  #expect(equal.tasks.map(\.weight) == [1, 1, 1, 1])
  #expect(equal.training.weighting == .fixed)
  let some = try variant(more: "training: {epochs: 7, weights: {ner: 0.5, chunk: 3}}")
  #expect(some.tasks.map(\.weight) == [1, 0.5, 3, 1])
  #expect(some.training.weighting == .fixed)
  #expect(try variant(more: "training: {epochs: 7, weights: learned}").training.weighting == .learned)
}

@Test func pruningTakesOverWhatItDoesNotSay() throws {
  let training = "training: {epochs: 7, clip: {by: value, at: 2}, optimizer: {momentum: 0.3, decay: 0.2}}"
  let inherited = try variant(more: training)
  #expect(inherited.pruning.epochs == 7)
  #expect(inherited.pruning.clip == inherited.training.clip)
  #expect(inherited.pruning.optimizer == inherited.training.optimizer)
  let own = try variant(more: training + "\npruning: {epochs: 2, clip: {by: norm, at: 1}, optimizer: {decay: 0}}")
  #expect(own.pruning.epochs == 2)
  #expect(own.pruning.clip.by == .norm)
  #expect(own.pruning.optimizer.decay == 0)
  #expect(own.pruning.optimizer.momentum == 0.3)
  #expect(own.training.optimizer.decay == 0.2)
}

@Test func filesAreThoseOfDatasetsVectorsAndMasks() throws {
  let masks = #"{masks: {ner: 'file("m.npz") | encoder.1', '*': 'file("n.npz", ner) & file("m.npz")'}}"#
  let files = try variant(sharing: masks).files
  #expect(
    files.map(\.path.value) == ["a.txt", "b.txt", "a.txt", "c.txt", "v.txt", "m.npz", "n.npz", "m.npz"])
  #expect(
    files.map { file in
      switch file.content {
      case .corpus(.columns(let layout)): layout.skip
      case .corpus(let format): ["\(format)"]
      case .wordVectors: ["vectors"]
      case .mask: ["mask"]
      }
    } == [["-X-"], ["-X-"], [], [], ["vectors"], ["mask"], ["mask"], ["mask"]])
  for file in files {
    let path = file.path.value
    #expect(file.path.origin.range?.text == (path.hasSuffix("npz") ? "\"\(path)\"" : path))
  }
}

/// Variants that write the same short form in different places have the same masks, each shown where it is written.
@Test func equalShortFormsKeepTheirPlaces() throws {
  let variants = try graph(sharing: "hard", more: "variants:\n  a: {}\n  b: {sharing: hard}").variants
  #expect(variants[0].masks == variants[1].masks)
  let lines = variants.map { $0.sharing.written["ner"]?.range?.start.line }
  #expect(lines[0] != lines[1])
}
