import Diagnostics
import ExperimentSpec
import MaskAlgebra
import Model
import Text

// What is wrong in how the parts of a specification fit together, as messages.

extension Diagnostic {
  static func coupledOutsideTower(_ task: String, towers: [String], at range: SourceRange?) -> Diagnostic {
    let found = towers.isEmpty ? "nothing of any" : "parts of the towers \(quotedList(towers))"
    return Diagnostic(
      GraphCode.coupledOutsideTower, .error,
      "the mask of '\(task)' keeps \(found), but a coupled task has its own tower", at: range,
      help: "write 'tower(self)'; with 'towers: encoder' the character CNN is common: 'char_cnn | tower(self)'")
  }

  static func keepBelowSchedule(_ kept: Double, final: Double, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      GraphCode.keepBelowSchedule, .error, "a mask that keeps \(kept) is never reached: pruning ends at \(final)",
      at: range, help: "keep more, or lower 'pruning.rate.final'")
  }

  static func tooLarge(_ count: Int) -> Diagnostic {
    Diagnostic(
      GraphCode.tooLarge, .error, "the network has \(count) parameters, more than 2³¹", at: nil, path: "base",
      help: "lower 'base.encoder.hidden' or 'base.encoder.layers'")
  }

  static func tooManyTowerTensors(_ count: Int, limit: Int, tasks: Int, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      GraphCode.tooManyTowerTensors, .error,
      "the masks of \(counted(tasks, "task")) cover \(grouped(count)) tower tensors together, more than "
        + grouped(limit), at: range,
      path: "sharing", help: "give towers to fewer tasks, or lower 'base.encoder.layers'")
  }

  static func reservedName(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      GraphCode.reservedName, .error, "a task cannot be called '\(name)'", at: range, label: "reserved in masks",
      help: "choose another name")
  }

  static func unknownColumn(_ column: Located<String>, of dataset: String, known: [String]) -> Diagnostic {
    let best = likelyMeant(by: column.value, among: known).first
    let fixIt = best.flatMap { name in
      column.origin.range.map { FixIt("write '\(name)'", replacing: $0, with: name) }
    }
    return Diagnostic(
      GraphCode.unknownColumn, .error, "dataset '\(dataset)' has no column '\(column.value)'", at: column.origin.range,
      label: "not a column of '\(dataset)'",
      help: best.map { "did you mean '\($0)'?" } ?? "its columns are \(quotedList(known))",
      fixIts: [fixIt].compactMap(\.self))
  }

  static func noSpans(_ column: Located<String>, for metric: Metric, spans: [String]) -> Diagnostic {
    Diagnostic(
      GraphCode.noSpans, .error,
      "the generator's column '\(column.value)' holds no spans for '\(metric.spelling)' to score",
      at: column.origin.range, label: "tags of single tokens",
      help: "score it with 'metric: accuracy', or predict \(spans.map { "'\($0)'" }.joined(separator: " or "))")
  }

  /// The task that `reference` lists predicts `column`, which `dataset` lacks.
  static func unscoredTask(
    _ reference: Located<String>, predicting column: String, in dataset: String, known: [String]
  ) -> Diagnostic {
    let best = likelyMeant(by: column, among: known).first
    return Diagnostic(
      GraphCode.unscoredTask, .error,
      "cannot score '\(reference.value)' on '\(dataset)': the dataset has no column '\(column)'",
      at: reference.origin.range, label: "predicts '\(column)'",
      help: best.map { "did you mean '\($0)'? Give it the name '\(column)' in 'datasets.\(dataset)'" }
        ?? "its columns are \(quotedList(known)); leave the task out, or call one of them '\(column)'")
  }

  static func nothingToScore(on set: String, _ dataset: String, at range: SourceRange?, known: [String]) -> Diagnostic {
    Diagnostic(
      GraphCode.nothingToScore, .error, "cannot score any task on '\(set)'", at: range,
      path: SpecPath(keys: ["evaluate", set]).text,
      help: "list a task whose column '\(dataset)' has; its columns are \(quotedList(known))")
  }

  static func noSplit(_ split: Split, of reference: Located<String>, _ dataset: DatasetSpec) -> Diagnostic {
    let other = Split.allCases.first { dataset.has($0) }
    let field = dataset.corpus == nil ? "sentences" : "files"
    return Diagnostic(
      GraphCode.noSplit, .error, "dataset '\(reference.value)' has no \(split.spelling) split",
      at: reference.origin.range, label: "nothing to score on",
      help: "add '\(field).\(split.spelling)' to the dataset"
        + (other.map { ", or 'split: \($0.spelling)' to the test set" } ?? ""))
  }

  static func nothingToTrainOn(_ task: String, _ reference: Located<String>) -> Diagnostic {
    Diagnostic(
      GraphCode.nothingToTrainOn, .error,
      "task '\(task)' cannot train on dataset '\(reference.value)', which lacks 'files.train'",
      at: reference.origin.range, label: "nothing to train on",
      help: "add 'files.train' to the dataset; to score a task on it, list it under 'evaluate'")
  }

  static func taskWithoutMask(_ task: String, path: String, at range: SourceRange?) -> Diagnostic {
    let field = path.hasSuffix("levels") ? "level" : "mask"
    return Diagnostic(
      GraphCode.taskWithoutMask, .error, "task '\(task)' has no \(field) in '\(path)'", at: range, path: path,
      help: field == "mask" ? "add '\(task): …', or '*' for all tasks not named" : "add '\(task): …' with a layer")
  }

  static func levelBeyondLayers(_ level: Located<Int>, layers: Int) -> Diagnostic {
    Diagnostic(
      GraphCode.levelBeyondLayers, .error,
      "level \(level.value) is beyond the encoder, which has \(counted(layers, "layer"))",
      at: level.origin.range, label: "no such layer",
      help: "lower the level, or raise 'base.encoder.layers'")
  }

  static func couplingWithoutTowers(
    _ coupling: CouplingSpec, _ masks: [String: WrittenMask]
  ) -> Diagnostic {
    Diagnostic(
      GraphCode.couplingWithoutTowers, .error, "'\(coupling.kind.spelling)' couples towers, but there are none",
      at: masks.sorted { $0.key < $1.key }.first?.value.range, path: "sharing.coupling",
      help: "add 'towers: encoder' to the sharing")
  }
}
