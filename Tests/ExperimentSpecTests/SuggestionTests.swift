import Diagnostics
import Model
import SpecSyntax
import TestSupport
import Testing

@testable import ExperimentSpec
@testable import Text

/// A specification with `line` in it, whose first finding's first fix is applied; `nil` where there is no finding or
/// no fix.
private func mended(_ line: String) -> (line: String, help: String?)? {
  let text = specification(line)
  guard let finding = read(["main.yaml": text]).diagnostics.first else { return nil }
  guard let fix = finding.fixIts.first else { return (line, finding.help) }
  let file = SourceFile(name: "main.yaml", text: text)
  let after = String(decoding: file.applying([fix]), as: UTF8.self)
  let prefix = text.prefix(text.count - line.count)
  return after.hasPrefix(prefix) ? (String(after.dropFirst(prefix.count)), finding.help) : nil
}

/// The variant `line` with what is written in a task of spans.
private func inTask(_ text: String) -> String { "variants: {v: {tasks: {pos: {\(text)}}}}" }

@Suite struct SuggestionTests {
  /// The fix writes the word of the language for one that other programs have for it.
  @Test(arguments: [
    ("iob", "bio2"), ("iob2", "bio2"), ("bio", "bio2"), ("BIO", "bio2"), ("iob1", "bio1"), ("bioul", "bilou"),
    ("biluo", "bilou"), ("BILUO", "bilou"), ("iobes", "bioes"), ("biose", "bioes"), ("BIOES", "bioes"),
    ("bmeso", "bmes"), ("bemso", "bmes"), ("IO", "io"),
  ])
  func schemesOfOtherNamesAreUnderstood(word: String, scheme: String) {
    #expect(mended(inTask("scheme: \(word)"))?.line == inTask("scheme: \(scheme)"))
    #expect(mended(inTask("scheme: \(word)"))?.help == "did you mean '\(scheme)'?")
  }

  @Test(arguments: [
    ("metric: f1", "metric: span_f1"), ("metric: acc", "metric: accuracy"),
    ("metric: precision", "metric: span_precision"),
    ("metric: f1_macro", "metric: macro_f1"),
  ])
  func metricsOfOtherNamesAreUnderstood(written: String, meant: String) {
    #expect(mended(inTask(written))?.line == inTask(meant))
  }

  @Test(arguments: [
    ("base: {head: softmax}", "base: {head: linear}"),
    ("base: {encoder: {kind: blstm}}", "base: {encoder: {kind: bilstm}}"),
    ("base: {encoder: {kind: bi-gru}}", "base: {encoder: {kind: bigru}}"),
    ("pruning: {method: lottery-ticket}", "pruning: {method: imp}"),
    ("pruning: {rounding: floor}", "pruning: {rounding: down}"),
    ("pruning: {scope: layerwise}", "pruning: {scope: tensor}"),
    ("training: {sampling: sqrt}", "training: {sampling: square_root}"),
    ("training: {weights: uncertainty}", "training: {weights: learned}"),
    ("training: {select: best}", "training: {select: best_on_dev}"),
    ("training: {optimizer: {kind: SGD}}", "training: {optimizer: {kind: sgd}}"),
    ("sharing: separate", "sharing: single"),
  ])
  func valuesOfOtherNamesAreUnderstood(written: String, meant: String) {
    #expect(mended("variants: {v: {\(written)}}")?.line == "variants: {v: {\(meant)}}")
  }

  @Test(arguments: [
    ("training: {optimizer: {lr: 0.1}}", "training: {optimizer: {learning_rate: 0.1}}"),
    ("training: {batch_size: 3}", "training: {batch: 3}"), ("training: {batchSize: 3}", "training: {batch: 3}"),
    ("training: {num_epochs: 3}", "training: {epochs: 3}"), ("training: {max_epochs: 3}", "training: {epochs: 3}"),
    ("training: {max_grad_norm: none}", "training: {clip: none}"),
    ("base: {encoder: {hidden_size: 4}}", "base: {encoder: {hidden: 4}}"),
    ("base: {encoder: {hidden_dim: 4}}", "base: {encoder: {hidden: 4}}"),
    ("base: {encoder: {num_layers: 2}}", "base: {encoder: {layers: 2}}"),
    ("base: {encoder: {type: gru}}", "base: {encoder: {kind: gru}}"),
    ("base: {embeddings: {dimension: 4}}", "base: {words: {dimension: 4}}"),
    ("base: {words: {embeddings: g.txt}}", "base: {words: {pretrained: g.txt}}"),
    ("base: {words: {embedding_dim: 4}}", "base: {words: {dimension: 4}}"),
    ("base: {characters: {kernel_size: 3}}", "base: {characters: {width: 3}}"),
    (
      "datasets: {e: {format: columns, files: {train: t}, columns: {token: 0}, comment: 'x'}}",
      "datasets: {e: {format: columns, files: {train: t}, columns: {token: 0}, comments: 'x'}}"
    ),
    ("random_seed: 3", "seed: 3"), ("model: {head: crf}", "base: {head: crf}"),
    ("pruning: {rate: {num_rounds: 3}}", "pruning: {rate: {rounds: 3}}"),
  ])
  func keysOfOtherNamesAreUnderstood(written: String, meant: String) {
    // In a variant, where any block can stand again.
    #expect(mended("variants: {v: {\(written)}}")?.line == "variants: {v: {\(meant)}}")
  }

  @Test func keysOfOtherBlocksAreAskedFor() {
    #expect(mended("variants: {v: {training: {lr: 0.1}}}")?.help == "did you mean 'training.optimizer.learning_rate'?")
    #expect(
      mended("momentum: 0.5")?.help == "did you mean 'pruning.optimizer.momentum' or 'training.optimizer.momentum'?")
    #expect(mended("frobnicate: 3")?.help?.hasPrefix("the keys here are ") == true)
  }

  /// Every name in the table of keys is a key of some block, and no synonym is spelled as its key.
  @Test func synonymsAreForKeysThatThereAre() {
    var keys = Set(RootFields.headKeys + [VersionField.key])
    func visit(_ type: TypeDescription) {
      switch type {
      case .block(let block):
        for field in block.fields {
          keys.insert(field.key)
          visit(field.type)
        }
      case .map(let element, _), .list(let element): visit(element)
      case .either(let types): types.forEach(visit)
      case .boolean, .integer, .real, .size, .text, .path, .choice, .reference, .mask, .any: break
      }
    }
    visit(.block(Experiment.blockDescription))
    visit(.block(SweepSpec.blockDescription))
    visit(.block(Budget.blockDescription))
    visit(.block(ClaimSpec.blockDescription))
    visit(.block(ExhibitSpec.blockDescription))
    #expect(keySynonyms.all.filter { !keys.contains($0) } == [])
  }

  @Test func synonymsAreNoNamesOfCases() {
    func check<C: Choice>(_ type: C.Type) {
      #expect(type.synonyms.keys.filter { C(spelling: $0) != nil } == [], "\(type)")
    }
    check(TagScheme.self)
    check(TagRepair.self)
    check(DerivedLayer.self)
    check(Metric.self)
    check(OptimizerKind.self)
    check(ClippingKind.self)
    check(EpochSelection.self)
    check(EncoderKind.self)
    check(Activation.self)
    check(HeadKind.self)
    check(PruningScope.self)
    check(Rounding.self)
    check(MaskSelection.self)
    check(SharingName.self)
    check(SamplingName.self)
    check(TaskWeightsName.self)
    check(PruningMethod.self)
    check(PrunedWeights.self)
    check(ResetName.self)
  }
}

/// Fixes say what was meant.
@Suite struct FixMeaningTests {
  @Test(arguments: [
    ("base: {words: {pretrained: null}}", "base: {words: {pretrained: none}}"),
    ("base: {words: {pretrained: ~}}", "base: {words: {pretrained: none}}"),
    ("base: {characters: Null}", "base: {characters: none}"),
    ("training: {clip: ~}", "training: {clip: none}"),
    ("base: {encoder: {hidden:\u{A0}4}}", "base: {encoder: {hidden: 4}}"),
    ("base: {encoder: {hid\u{200B}den: 4}}", "base: {encoder: {hidden: 4}}"),
    ("training: {optimizer: {learning_rate: 0,1}}", "training: {optimizer: {learning_rate: 0.1}}"),
    ("training: {optimizer: {learning_rate: +0,125}}", "training: {optimizer: {learning_rate: +0.125}}"),
  ])
  func fixesKeepTheMeaning(written: String, meant: String) {
    #expect(mended("variants: {v: {\(written)}}")?.line == "variants: {v: {\(meant)}}")
  }

  @Test func commasThatMayPartThousandsAreLeft() {
    func line(_ number: String) -> String {
      "variants:\n  v:\n    training:\n      optimizer:\n        learning_rate: \(number)"
    }
    #expect(mended(line("0,1"))?.line == line("0.1"))
    #expect(mended(line("0,125"))?.line == line("0.125"))
    #expect(mended(line("1,5"))?.line == line("1.5"))
    #expect(mended(line("1,000"))?.line == line("1,000"))
  }

  /// A text that must be has no fix: none of its kind is meant by 'null'.
  @Test func nothingStandsForATextThatMustBe() {
    let finding = read(["main.yaml": specification("", name: "~")]).diagnostics.first
    #expect(finding?.code == SpecCode.wrongType)
    #expect(finding?.fixIts == [])
  }

  @Test(arguments: [
    ("bsae.yaml", "base.yaml"), ("./bsae.yaml", "./base.yaml"), ("parts/smal.yaml", "parts/small.yaml"),
    ("[base.yaml, bsae.yaml]", "[base.yaml, base.yaml]"),
  ])
  func filesOfLikeNamesAreSuggested(written: String, meant: String) throws {
    let text = "sharespec: 1\nname: a\nextends: \(written)\n"
    let files = ["base.yaml": specification(""), "parts/small.yaml": specification(""), "bsae.txt": ""]
    let finding = try #require(read(files.merging(["main.yaml": text]) { $1 }).diagnostics.first)
    let fix = try #require(finding.fixIts.first)
    let after = SourceFile(name: "main.yaml", text: text).applying([fix])
    #expect(String(decoding: after, as: UTF8.self) == "sharespec: 1\nname: a\nextends: \(meant)\n")
    #expect(finding.help == "did you mean '\(fix.replacement)'?")
  }
}
