package import Model

/// The files of a dataset, how they are read, and which of their sentences are used.
package struct CorpusFilesSpec: Sendable {
  package let files: SplitFiles
  package let format: CorpusFormat

  /// The training sentences that stand in for a missing development split.
  package let holdOut: HoldOut

  /// The training sentences that are used; `nil` for all.
  package let limit: TrainingLimit?
}

/// The fields that datasets of files have in common.
struct CorpusFields {
  let files: SplitFiles
  private let holdOut: HoldOut
  private let limit: TrainingLimit?

  /// Reads the field `files`, which comes first.
  static func files(_ reader: inout BlockReader) -> SplitFiles {
    reader.required("files", .block(SplitFiles.self), "The files of each split; files compressed by gzip are expanded.")
  }

  /// Reads the fields that come last.
  init(_ files: SplitFiles, reading reader: inout BlockReader) {
    self.files = files
    holdOut = reader.optional(
      "hold_out", HoldOutSpec.type, default: HoldOut(.fraction(0.1)),
      "The part of `train` that serves as the development split when there is no file for it: a fraction or a number of "
        + "sentences from its end, or a mapping.")
    limit = reader.ifWritten(
      "limit", LimitSpec.type,
      "Use only this part of the training sentences, for learning curves: a fraction or a number of sentences from the "
        + "start, or a mapping.")
  }

  func corpus(in format: CorpusFormat) -> CorpusFilesSpec {
    CorpusFilesSpec(files: files, format: format, holdOut: holdOut, limit: limit)
  }
}

/// The files of each split of a corpus.
package struct SplitFiles: Block {
  package static let blockName = "datasets.<name>.files"
  package static let documentation =
    "The file of each split, or a list of files that are read in this order. They are looked up beside the file that "
    + "names them and then under the data root."

  /// The training split; without one, no task can train on the dataset.
  package let train: [Located<String>]

  /// The development split; without one, a part of the training split is held out.
  package let dev: [Located<String>]

  /// The test split; without one, results are reported on the development split.
  package let test: [Located<String>]

  /// The files of all splits, in order.
  package var all: [Located<String>] { Split.allCases.flatMap { self[$0] } }

  /// The files of `split`.
  package subscript(split: Split) -> [Located<String>] {
    switch split {
    case .train: train
    case .dev: dev
    case .test: test
    }
  }

  /// Whether there are sentences of `split`; a development split may be a part of the training split.
  func has(_ split: Split) -> Bool { !self[split].isEmpty || (split == .dev && !train.isEmpty) }

  package init(reading reader: inout BlockReader) {
    let training = reader.ifWritten(
      "train", Self.paths,
      "The sentences to train on; only a dataset that no task trains on, such as one for `evaluate`, can be without.")
    train = training ?? []
    dev =
      reader.ifWritten(
        "dev", Self.paths, "The sentences that selection looks at; without them a part of `train` is held out.") ?? []
    test =
      reader.ifWritten(
        "test", Self.paths,
        "The sentences that results are reported on; without them results are reported on `dev`.") ?? []
    if training?.isEmpty == true { reader.reject("train", "expected at least one file") }
    if training == nil, dev.isEmpty, test.isEmpty {
      reader.reject(lackingAllOf: ["train", "dev", "test"], "a dataset needs at least one file")
    }
  }

  /// A path, or a list of paths.
  private static let paths = FieldType<[Located<String>]>.either([
    .scalar(
      FieldType.path.located.map({ [$0] }, show: { quotedIfNeeded($0.first?.value ?? "") }), shows: { $0.count == 1 }),
    .sequence(FieldType.list(of: FieldType.path.located)),
  ])
}
