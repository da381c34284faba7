import ExperimentSpec

/// The specification that `sharespec init` writes.
enum StarterText {
  /// The text of an experiment called `name`.
  static func text(name: String) -> String {
    """
    # An experiment to start from. Check it with 'sharespec check', run it with 'sharespec run', see where a value comes
    # from with 'sharespec explain', and see every field there is with 'sharespec render' or in docs/language.md.
    sharespec: 1
    name: \(quotedIfNeeded(name))
    seed: 1 # all random numbers derive from it

    datasets:
      # Sentences that the built-in generator makes. Your own, in files of one token a line, are read like this:
      #   newspaper:
      #     format: columns
      #     files: {train: train.txt, dev: dev.txt, test: test.txt} # beside this file or under --data DIR
      #     columns: {token: 0, pos: 1, chunk: 2, ner: 3}
      #     skip: ["-DOCSTART-"]
      newspaper:
        format: synthetic
        sentences: {train: 600, dev: 150, test: 150}

    tasks:
      pos: {dataset: newspaper, column: pos, metric: accuracy}
      ner: {dataset: newspaper, column: ner, metric: span_f1, scheme: {from: bio2, to: bioes}}

    base:
      words: {dimension: 32} # 'pretrained: glove.txt' starts from vectors in a file
      characters: {dimension: 16, filters: 16}
      encoder: {kind: bilstm, layers: 1, hidden: 32}
      dropout: 0.3

    # How the tasks share the network: hard, soft, sparse or single; levels for a hierarchy; or masks of your own, as in
    # 'sharing: {masks: {pos: imp(pos), ner: imp(pos) | imp(ner)}}'.
    sharing: sparse

    pruning: {rate: {final: 0.3, rounds: 3}, epochs: 3} # how masks are learned: each round drops a part of the weights
    warmup: {epochs: 2} # all tasks together, before masks are looked for

    training:
      optimizer: {kind: sgd, learning_rate: 0.1, momentum: 0.9, decay: 0.05}
      clip: {by: norm, at: 5}
      batch: 10
      epochs: 6

    # What is compared; each variant says what is different in it.
    variants:
      single: {sharing: single}
      hard: {sharing: hard}
      sparse: {}
    baseline: single

    # A grid over any paths repeats the variants; remove the signs of comment to try it.
    # sweep:
    #   product: {training.batch: [10, 20]}
    #   seeds: [1, 2, 3]

    """
  }
}
