package import Diagnostics

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
      A task cannot be called `self` or `*`: in masks these stand for the task itself and for all tasks.

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

  package static let tooManyTowerTensors = DiagnosticCode(
    "E0416", "too many towers for the number of tasks",
    explanation: """
      The mask of a task says of each tensor in each tower what the task keeps of it. Where every task has a tower, the
      masks of all tasks grow with the square of their number. They may cover 8,000,000 tower tensors together, which
      is enough for 800 tasks with a network of one layer each. More tasks can share one network.
      """)

  package static let tooManyStages = DiagnosticCode(
    "E0417", "too many stages",
    explanation: """
      A plan has at most 3,000,000 stages, each counted once. A round of pruning is two stages for each task that is
      pruned, so a sweep of what rounds depend on repeats them all for every value. What rounds do not depend on, such
      as `training.epochs` with `pruning.epochs` written, leaves them in common.
      """)

  package static let all = [
    unknownColumn, taskWithoutMask, levelBeyondLayers, couplingWithoutTowers, coupledOutsideTower,
    keepBelowSchedule, tooLarge, reservedName, noSpans, unscoredTask, nothingToScore, noSplit,
    nothingToTrainOn, tooManyTowerTensors, tooManyStages,
  ]
}
