package import Diagnostics

/// The rules about what a specification says: single values, the files and layers that it is made of, and sweeps.
package enum SpecCode {
  package static let unknownKey = DiagnosticCode(
    "E0201", "unknown key",
    explanation: """
      Every key of a specification is known. A key that is not would otherwise be dropped in silence and its author
      would train something else than was meant.

      ```yaml wrong
      training: {epohcs: 10}     # did you mean 'epochs'?
      ```

      ```yaml right
      training: {epochs: 10}
      ```
      """)

  package static let missingKey = DiagnosticCode(
    "E0202", "missing key",
    explanation: """
      A field without a default must be written.

      ```yaml wrong
      tasks:
        upos: {dataset: conll2003, column: pos}     # 'metric' is missing
      ```

      ```yaml right
      tasks:
        upos: {dataset: conll2003, column: pos, metric: accuracy}
      ```
      """)

  package static let wrongType = DiagnosticCode(
    "E0203", "wrong type",
    explanation: """
      A value is read as the type of the field in which it stands, whatever it looks like, and must be written as that
      type is: booleans are `true` and `false`, whole numbers have no leading zeros, texts that other programs would
      take for something else are quoted.

      ```yaml wrong
      training: {batch: ten}     # expected a whole number
      ```

      ```yaml right
      training: {batch: 10}
      ```
      """)

  package static let outOfRange = DiagnosticCode(
    "E0204", "value out of range",
    explanation: """
      Every number has a range.

      ```yaml wrong
      base: {dropout: 1.5}       # expected a probability of at least 0 and less than 1
      ```

      ```yaml right
      base: {dropout: 0.5}
      ```
      """)

  package static let unknownName = DiagnosticCode(
    "E0205", "unknown name",
    explanation: """
      The field takes one of a few names.

      ```yaml wrong
      base: {head: crv}          # did you mean 'crf'?
      ```

      ```yaml right
      base: {head: crf}
      ```
      """)

  package static let unknownReference = DiagnosticCode(
    "E0206", "unknown dataset, task or variant",
    explanation: """
      A name refers to something that the specification does not define.

      ```yaml wrong
      tasks:
        ner: {dataset: conll2000}     # the dataset is called 'conll2003'
      ```

      ```yaml right
      tasks:
        ner: {dataset: conll2003}
      ```
      """)

  package static let emptyValue = DiagnosticCode(
    "E0207", "empty value",
    explanation: """
      A key with nothing behind it does not say whether its value was forgotten or meant to be empty.

      ```yaml wrong
      training:
        epochs:                  # no value
      ```

      ```yaml right
      training:
        epochs: 10
      ```
      """)

  package static let invalidValue = DiagnosticCode(
    "E0208", "value that contradicts its block",
    explanation: """
      A value is of its field's type but cannot stand beside the others of its block.

      ```yaml wrong
      tasks:
        pos: {metric: accuracy, scheme: bio2}     # tokens have no tagging scheme
      ```

      ```yaml right
      tasks:
        ner: {metric: span_f1, scheme: bio2}
      ```
      """)

  package static let nothingToRemove = DiagnosticCode(
    "E0209", "nothing to take away",
    explanation: """
      Where names are the author's own (tasks, datasets, variants, levels), the value `none` takes an entry away that an
      extended file or a layer below has. Here there is none of that name.

      ```yaml wrong
      extends: base.yaml             # has the tasks pos, ner and chunk
      tasks: {chnk: none}            # did you mean 'chunk'?
      ```

      ```yaml right
      extends: base.yaml
      tasks: {chunk: none}
      ```
      """)

  package static let extendsCircle = DiagnosticCode(
    "E0210", "files that extend each other",
    explanation: """
      A file is laid over those that it extends, so none of them can extend it in turn.

      ```yaml wrong
      # a.yaml
      extends: b.yaml
      # b.yaml
      extends: a.yaml
      ```
      """)

  package static let selectionOffDevelopment = DiagnosticCode(
    "E0211", "selection on the test or training split",
    explanation: """
      Which epoch's weights are kept, and which round's mask, is decided on the development split alone. A result on the
      test split means something only if nothing was chosen by it: the best of many epochs on the test split is the
      luckiest, and its score says nothing about other sentences. The training split is no better a judge, since what
      was learned by heart scores best there.

      ```yaml wrong
      training: {epochs: 50, select: best_on_test}
      ```

      ```yaml right
      training: {epochs: 50, select: best_on_dev}
      ```

      No stage but the final scoring reads the test split. A dataset without a file for `dev` holds part of `train` out
      (`hold_out`).
      """)

  package static let unreadableExtension = DiagnosticCode(
    "E0212", "a file that cannot be extended",
    explanation: """
      The file under `extends` cannot be read, or the specification becomes too large: it consists of more than 100
      files, of more than 1,000 when each is counted as often as it is used, or of more than a million values. A
      relative path is looked up beside the file in which it is written.

      ```yaml wrong
      extends: ../common/base.yaml   # there is no such file
      ```

      ```yaml right
      extends: base.yaml
      ```
      """)

  package static let dividedMask = DiagnosticCode(
    "E0213", "mask that a comma divides",
    explanation: """
      In braces and brackets, YAML takes a comma for the end of a value. A mask with one in it needs quotes there.

      ```yaml wrong
      sharing: {masks: {'*': imp(self, keep: 0.5)}}       # YAML reads 'imp(self' and 'keep: 0.5)'
      ```

      ```yaml right
      sharing: {masks: {'*': 'imp(self, keep: 0.5)'}}
      ```
      """)

  package static let sweepPath = DiagnosticCode(
    "E0214", "path that cannot be swept",
    explanation: """
      The keys of `product`, `zip`, `include`, `exclude` and `when` are paths of the experiment, each with values in one
      place only. `--set` cannot override such a path, since cells are named after their values: change the sweep itself,
      as in `--set sweep.seeds=[5]`, or remove it with `--set sweep=none`.

      ```yaml wrong
      sweep:
        product: {training.batch: [10, 20], name: [a, b]}     # 'name' is not the experiment's
      ```

      ```yaml wrong
      sweep:
        product: {training.batch: [10, 20]}
        zip: {training.batch: [10, 20]}                       # has values under 'product' already
      ```

      ```yaml right
      sweep:
        product: {training.batch: [10, 20], training.epochs: [5, 10]}
      ```
      """)

  package static let cellCount = DiagnosticCode(
    "E0215", "sweep of too many cells or none",
    explanation: """
      A sweep has at least one cell, and with all variants at most 120,000. Cells are compared with the patterns
      of `when` and `exclude` that they may match in at most 3,000,000 steps. The name of a cell has at most 4,096 bytes.

      ```yaml wrong
      sweep:
        product: {training.batch: [10]}
        exclude: [{training.batch: 10}]     # nothing is left
      ```

      ```yaml right
      sweep:
        product: {training.batch: [10, 20]}
        exclude: [{training.batch: 10}]
      ```
      """)

  package static let cellName = DiagnosticCode(
    "E0216", "name of a cell",
    explanation: """
      Every cell of a sweep has a name of its own. It is made of the values that the cell has, or as `name` says, where
      `{path}` stands for the value at a path that is varied, `{variant}` for the variant's name and `{seed}` for the
      seed.

      ```yaml wrong
      sweep:
        product: {training.batch: [10, 20]}
        name: "{variant}"                   # both cells have the same name
      ```

      ```yaml right
      sweep:
        product: {training.batch: [10, 20]}
        name: "{variant}/{training.batch}"
      ```
      """)

  package static let sizeUnit = DiagnosticCode(
    "E0217", "size without a unit that is known",
    explanation: """
      A size is a number and a unit, with or without a blank between them. The units are `kB`, `MB`, `GB` and `TB`, which
      are powers of 1000 bytes.

      ```yaml wrong
      budget: {memory: 8 gigs}     # did you mean '8 GB'?
      ```

      ```yaml wrong
      budget: {memory: 8}          # of what?
      ```

      ```yaml right
      budget: {memory: 8 GB, disk: 1.5TB}
      ```
      """)

  package static let matchesNothing = DiagnosticCode(
    "W0201", "pattern that matches no cell",
    explanation: """
      What `exclude` or `when` describes does not occur in the sweep, which is most often a slip.

      ```yaml wrong
      sweep:
        product: {training.batch: [10, 20]}
        exclude: [{training.batch: 30}]
      ```

      ```yaml right
      sweep:
        product: {training.batch: [10, 20]}
        exclude: [{training.batch: 20}]
      ```
      """)

  package static let all = [
    unknownKey, missingKey, wrongType, outOfRange, unknownName, unknownReference, emptyValue, invalidValue,
    nothingToRemove, extendsCircle, selectionOffDevelopment, unreadableExtension, dividedMask, sweepPath, cellCount,
    cellName, sizeUnit,
    matchesNothing,
  ]
}
