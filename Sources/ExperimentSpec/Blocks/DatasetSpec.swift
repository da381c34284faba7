package import Model

/// Where the sentences of a dataset come from.
package enum DatasetSpec: Sendable {
  /// Files with a token per line, its labels in columns.
  case columns(ColumnFilesSpec)

  /// Files in the CoNLL-U format.
  case conllu(ConlluFilesSpec)

  /// Files with a JSON object per sentence.
  case jsonl(JSONFilesSpec)

  /// Sentences that the built-in generator makes.
  case synthetic(SyntheticSpec)

  /// The columns of the dataset that a task may predict, in written order, as suggestions name them.
  package var layers: [String] {
    switch self {
    case .columns(let files): files.columns.map(\.name).filter { $0 != ColumnFilesSpec.tokenColumn }
    case .conllu: ConlluFilesSpec.layers
    case .jsonl(let files): files.fields.map(\.name).filter { $0 != ColumnFilesSpec.tokenColumn }
    case .synthetic: SyntheticSpec.layers
    }
  }

  /// Whether there are sentences of `split`; a development split may be a part of the training split.
  package func has(_ split: EvaluatedSplit) -> Bool {
    let files: SplitFiles
    switch self {
    case .columns(let spec): files = spec.corpus.files
    case .conllu(let spec): files = spec.corpus.files
    case .jsonl(let spec): files = spec.corpus.files
    case .synthetic(let spec):
      switch split {
      case .test: return spec.sentences.test > 0
      case .dev, .train: return true
      }
    }
    switch split {
    case .test: return !files.test.isEmpty
    case .dev: return !files.dev.isEmpty || !files.train.isEmpty
    case .train: return !files.train.isEmpty
    }
  }

  /// The files of the dataset and how they are read; `nil` for sentences that are made.
  package var corpus: CorpusFilesSpec? {
    switch self {
    case .columns(let files): files.corpus
    case .conllu(let files): files.corpus
    case .jsonl(let files): files.corpus
    case .synthetic: nil
    }
  }

  /// Where the files have the column called `name`; `nil` if they have none of this name, or no files.
  package func place(ofLayer name: String) -> LayerPlace? {
    if name == ColumnFilesSpec.tokenColumn { return nil }
    switch self {
    case .columns(let files): return files.columns.value(named: name).map(LayerPlace.column)
    case .conllu: return ConlluLayer(named: name).map(LayerPlace.conllu)
    case .jsonl(let files): return files.fields.value(named: name).map(LayerPlace.field)
    case .synthetic: return nil
    }
  }

  static let type = FieldType<DatasetSpec>.tagged(
    by: "format", hasDefault: false,
    [
      TaggedCase("columns", ColumnFilesSpec.self, wrap: DatasetSpec.columns) {
        if case .columns = $0 { true } else { false }
      },
      TaggedCase("conllu", ConlluFilesSpec.self, wrap: DatasetSpec.conllu) {
        if case .conllu = $0 { true } else { false }
      },
      TaggedCase("jsonl", JSONFilesSpec.self, wrap: DatasetSpec.jsonl) {
        if case .jsonl = $0 { true } else { false }
      },
      TaggedCase("synthetic", SyntheticSpec.self, wrap: DatasetSpec.synthetic) {
        if case .synthetic = $0 { true } else { false }
      },
    ])
}

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

/// A corpus in files of one token per line, with columns and an empty line after each sentence.
package struct ColumnFilesSpec: Block {
  package static let blockName = "datasets.<name> (format: columns)"
  package static let documentation =
    "A corpus in files of one token per line, with columns and an empty line after each sentence."

  /// The name of the column that holds the tokens themselves.
  package static let tokenColumn = "token"

  package let corpus: CorpusFilesSpec

  /// The index of each column, from 0, under its name.
  package let columns: [Named<Int>]

  /// A line whose first column is one of these is not a token.
  package let skip: [String]

  package init(reading reader: inout BlockReader) {
    let files = CorpusFields.files(&reader)
    columns = reader.required(
      "columns", .map(of: .integer(in: .columns)),
      "The index of each column, from 0; `token` is the word itself, the other names are columns to predict.")
    skip = reader.optional(
      "skip", .list(of: .text), default: [],
      "Lines whose first column is one of these are dropped, such as `-DOCSTART-`; a document begins after them.")
    let separator = reader.optional(
      "separator", .choice(ColumnSeparator.self), default: .blanks, "What separates the columns.")
    let comments = reader.ifWritten(
      "comments", .text,
      "What comments begin with, such as `\"#\"`. A line that begins so but has as many columns as a token is a token.")
    let width = reader.optional(
      "width", .choice(ColumnWidth.self), default: .file, "Which lines have the same number of columns.")
    let fields = CorpusFields(files, reading: &reader)
    let token = columns.value(named: Self.tokenColumn)
    corpus = fields.corpus(
      in: .columns(
        ColumnLayout(token: token ?? 0, separator: separator, comments: comments, skip: skip, width: width)))
    if token == nil {
      reader.reject(
        "columns", lacking: Self.tokenColumn, among: columns, "no column is called 'token'",
        help: "name the column of the words, as in '{token: 0}'")
    }
  }
}

/// A corpus in CoNLL-U files, the format of Universal Dependencies.
package struct ConlluFilesSpec: Block {
  package static let blockName = "datasets.<name> (format: conllu)"
  package static let documentation =
    "A corpus in CoNLL-U files, the format of Universal Dependencies. Tokens are the syntactic words; comments, ranges "
    + "of words and empty nodes are left out. Tasks predict the columns by their names in lower case, such as `upos`, "
    + "and features by `feats.NAME`, such as `feats.Number`."

  /// The columns that suggestions name.
  static let layers = ["upos", "xpos", "lemma", "deprel", "feats", "feats.Number"]

  package let corpus: CorpusFilesSpec

  package init(reading reader: inout BlockReader) {
    let files = CorpusFields.files(&reader)
    corpus = CorpusFields(files, reading: &reader).corpus(in: .conllu)
  }
}

/// A corpus in files of one JSON object per sentence.
package struct JSONFilesSpec: Block {
  package static let blockName = "datasets.<name> (format: jsonl)"
  package static let documentation =
    "A corpus in files of one JSON object per line and sentence, with a list of tokens and lists of labels."

  package let corpus: CorpusFilesSpec

  /// The field of each column under its name; that of the tokens is called `token`.
  package let fields: [Named<JSONField>]

  package init(reading reader: inout BlockReader) {
    let files = CorpusFields.files(&reader)
    fields = reader.required(
      "fields", .map(of: JSONFieldSpec.type),
      "The field of each column; `token` is the list of words, the other names are columns to predict.")
    let document = reader.ifWritten(
      "document", .text, "The field that names the document of a sentence, for `hold_out` by document.")
    let common = CorpusFields(files, reading: &reader)
    let token = fields.value(named: ColumnFilesSpec.tokenColumn)
    corpus = common.corpus(in: .jsonl(JSONLayout(token: token?.name ?? "tokens", document: document)))
    if token == nil {
      reader.reject(
        "fields", lacking: ColumnFilesSpec.tokenColumn, among: fields, "no field is called 'token'",
        help: "name the field of the words, as in '{token: tokens}'")
    }
  }
}

/// A field of JSON objects.
struct JSONFieldSpec: Block {
  static let blockName = "datasets.<name>.fields.<name>"
  static let documentation = "A field of JSON objects, and what numbers in it stand for."

  fileprivate let field: JSONField

  init(reading reader: inout BlockReader) {
    let name = reader.required("field", .text, "The name of the field.")
    let labels = reader.optional(
      "labels", .list(of: .text), default: [], "What the numbers in the field stand for, from 0.")
    field = JSONField(name: name, labels: labels)
  }

  static let type = FieldType<JSONField>.either([
    .scalar(
      FieldType.text.map({ JSONField(name: $0) }, show: { quotedIfNeeded($0.name) }), shows: \.labels.isEmpty),
    .mapping(
      FieldType.block(JSONFieldSpec.self).map(\.field) {
        "{field: \(quotedIfNeeded($0.name)), labels: [\($0.labels.map(quotedIfNeeded).joined(separator: ", "))]}"
      }),
  ])
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
  package var all: [Located<String>] { train + dev + test }

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

/// Sentences of an English-like grammar, made by the built-in generator.
package struct SyntheticSpec: Block {
  package static let blockName = "datasets.<name> (format: synthetic)"
  package static let documentation =
    "Sentences of an English-like grammar with the columns `pos`, `chunk` and `ner`, made by the built-in generator."

  /// The columns that the generator annotates.
  package static let layers = ["pos", "chunk", "ner"]

  /// Those of them whose tags are spans.
  package static let spanLayers = ["chunk", "ner"]

  package let sentences: SplitSizes

  /// The seed of the generator.
  package let seed: Int

  package init(reading reader: inout BlockReader) {
    sentences = reader.block("sentences", SplitSizes.self, "How many sentences each split has.")
    seed = reader.optional(
      "seed", .integer(in: .seed), default: 1, "The seed of the generator; equal seeds give equal sentences.")
  }
}

/// How many sentences each split of a synthetic corpus has.
package struct SplitSizes: Block {
  package static let blockName = "datasets.<name>.sentences"
  package static let documentation = "How many sentences each split has."

  package let train: Int
  package let dev: Int
  package let test: Int

  package init(reading reader: inout BlockReader) {
    train = reader.optional(
      "train", .integer(of: .sentences, in: .sentences), default: 1000, "Sentences to train on.")
    dev = reader.optional(
      "dev", .integer(of: .sentences, in: .sentences), default: 300, "Sentences that selection looks at.")
    test = reader.optional(
      "test", .integer(of: .sentences, in: .optionalSentences), default: 300, "Sentences that results are reported on.")
  }
}
