package import Diagnostics
import ExperimentSpec
import MaskAlgebra
import Text
import Model

/// The rules about how the parts of a specification fit together.
package enum GraphCode {
  package static let unknownColumn = DiagnosticCode(
    "E0401", "unknown column",
    explanation: """
      A task predicts a column that its dataset does not have.

      ```yaml wrong
      tasks:
        upos: {dataset: conll2003, column: upos, metric: accuracy}     # 'conll2003' has no column 'upos'
      ```

      ```yaml right
      tasks:
        upos: {dataset: conll2003, column: pos, metric: accuracy}
      ```
      """)

  package static let taskWithoutMask = DiagnosticCode(
    "E0402", "task without a mask",
    explanation: """
      Every task needs a mask (or a level): what it uses of the base network is never left open.

      ```yaml wrong
      sharing: {masks: {ner: all}}                       # 'pos' and 'chunk' have none
      ```

      ```yaml right
      sharing: {masks: {ner: all, '*': imp(self)}}       # '*' stands for all others
      ```
      """)

  package static let levelBeyondLayers = DiagnosticCode(
    "E0403", "level beyond the encoder",
    explanation: """
      A task is put on a layer that the encoder does not have.

      ```yaml wrong
      base: {encoder: {layers: 1}}
      sharing: {levels: {pos: 1, ner: 2, chunk: 1}}     # the encoder has 1 layer
      ```

      ```yaml right
      base: {encoder: {layers: 2}}
      sharing: {levels: {pos: 1, ner: 2, chunk: 2}}
      ```
      """)

  package static let couplingWithoutTowers = DiagnosticCode(
    "E0404", "coupling without towers",
    explanation: """
      A coupling mixes the outputs of towers, but there are none.

      ```yaml wrong
      sharing: {masks: {'*': all}, coupling: {kind: cross_stitch}}
      ```

      ```yaml right
      sharing: {towers: encoder, masks: {'*': char_cnn | tower(self)}, coupling: {kind: cross_stitch}}
      ```
      """)

  package static let coupledOutsideTower = DiagnosticCode(
    "E0407", "coupled task outside its own tower",
    explanation: """
      With a coupling every task reads its own tower, so its mask keeps a part of that tower, and of no other. What is
      common to all towers, such as the character CNN with `towers: encoder`, it may keep besides.

      ```yaml wrong
      sharing: {towers: encoder, masks: {'*': tower(ner)}, coupling: {kind: cross_stitch}}
      ```

      ```yaml right
      sharing: {towers: encoder, masks: {'*': char_cnn | tower(self)}, coupling: {kind: cross_stitch}}
      ```
      """)

  package static let keepBelowSchedule = DiagnosticCode(
    "E0408", "fraction below the schedule's",
    explanation: """
      Pruning ends at `pruning.rate.final`; a mask that keeps less is never reached.

      ```yaml wrong
      pruning: {rate: {final: 0.1, rounds: 20}}
      sharing: {masks: {'*': 'imp(self, keep: 0.05)'}}
      ```

      ```yaml right
      pruning: {rate: {final: 0.05, rounds: 20}}
      sharing: {masks: {'*': 'imp(self, keep: 0.05)'}}
      ```
      """)

  package static let tooLarge = DiagnosticCode(
    "E0409", "network too large",
    explanation: """
      The parameters of character CNN and encoder, in all towers, number at most 2³¹.

      ```yaml wrong
      base: {encoder: {layers: 16, hidden: 8192}}
      ```

      ```yaml right
      base: {encoder: {layers: 2, hidden: 1024}}
      ```
      """)

  package static let reservedName = DiagnosticCode(
    "E0410", "reserved name",
    explanation: """
      A task cannot be called `self` or `*`: in masks these stand for the task at hand and for all tasks.

      ```yaml wrong
      tasks:
        self: {dataset: conll2003, column: pos, metric: accuracy}
      ```
      """)

  package static let noSpans = DiagnosticCode(
    "E0411", "column without spans",
    explanation: """
      `span_f1`, `span_precision` and `span_recall` score spans, and the tags of the column form none. For the built-in
      generator this is known at once; for files, when they are read.

      ```yaml wrong
      datasets: {made: {format: synthetic}}
      tasks:
        pos: {dataset: made, column: pos, metric: span_f1, scheme: bio2}
      ```

      ```yaml right
      datasets: {made: {format: synthetic}}
      tasks:
        pos: {dataset: made, column: pos, metric: accuracy}
      ```
      """)

  package static let unscoredTask = DiagnosticCode(
    "E0412", "task without a column in a test set",
    explanation: """
      `evaluate` lists a task whose column the dataset of the test set lacks. The column must have the same name in both
      datasets; its place may differ.

      ```yaml wrong
      datasets:
        wnut17: {format: columns, files: {test: wnut.txt}, columns: {token: 0, entity: 1}}
      evaluate:
        wnut: {dataset: wnut17, tasks: [ner]}           # 'wnut17' has no column 'ner'
      ```

      ```yaml right
      datasets:
        wnut17: {format: columns, files: {test: wnut.txt}, columns: {token: 0, ner: 1}}
      evaluate:
        wnut: {dataset: wnut17, tasks: [ner]}
      ```
      """)

  package static let nothingToScore = DiagnosticCode(
    "E0413", "test set without tasks",
    explanation: """
      No task can be scored on a test set: the list of its `tasks` is empty, or its dataset has the column of no task.

      ```yaml wrong
      datasets:
        wnut17: {format: columns, files: {test: wnut.txt}, columns: {token: 0, entity: 1}}
      evaluate: {wnut: {dataset: wnut17}}               # no task predicts 'entity'
      ```

      ```yaml right
      datasets:
        wnut17: {format: columns, files: {test: wnut.txt}, columns: {token: 0, ner: 1}}
      evaluate: {wnut: {dataset: wnut17}}
      ```
      """)

  package static let noSplit = DiagnosticCode(
    "E0414", "test set without sentences",
    explanation: """
      A test set is the test split of a dataset unless it says otherwise, and the dataset has none.

      ```yaml wrong
      evaluate: {held_out: {dataset: conll2003}}        # the dataset has no file 'test'
      ```

      ```yaml right
      evaluate: {held_out: {dataset: conll2003, split: dev}}
      ```
      """)

  package static let nothingToTrainOn = DiagnosticCode(
    "E0415", "dataset without training sentences",
    explanation: """
      A task trains on its dataset, which needs a file `train`. A dataset without one serves as a test set: see
      `evaluate`.

      ```yaml wrong
      datasets:
        wnut17: {format: columns, files: {test: wnut.txt}, columns: {token: 0, ner: 1}}
      tasks:
        ner: {dataset: wnut17, column: ner, metric: span_f1, scheme: bio2}   # nothing to train on
      ```

      ```yaml right
      datasets:
        wnut17: {format: columns, files: {test: wnut.txt}, columns: {token: 0, ner: 1}}
      evaluate: {wnut: {dataset: wnut17}}
      ```
      """)

  package static let all = [
    unknownColumn, taskWithoutMask, levelBeyondLayers, couplingWithoutTowers, coupledOutsideTower,
    keepBelowSchedule, tooLarge, reservedName, noSpans, unscoredTask, nothingToScore, noSplit,
    nothingToTrainOn,
  ]
}

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

  static func noSplit(_ split: EvaluatedSplit, of reference: Located<String>, _ dataset: DatasetSpec) -> Diagnostic {
    let other = EvaluatedSplit.allCases.first { dataset.has($0) }
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
