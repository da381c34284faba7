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
  package func has(_ split: Split) -> Bool {
    switch self {
    case .columns, .conllu, .jsonl: corpus?.files.has(split) ?? false
    case .synthetic(let spec): spec.sentences[split] > 0
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
    switch corpus.holdOut.unit {
    case .document where document == nil:
      reader.reject(
        "hold_out", given: ["document"], "to hold out documents, name the field that tells them apart",
        help: "add 'document: FIELD' to the dataset")
    case .document, .sentence: break
    }
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
