import Model

/// Where the sentences of a dataset come from.
package enum DatasetSpec: Sendable {
  /// Files of one token a line, its layers in columns.
  case columns(ColumnFilesSpec)

  /// Sentences that the built-in generator makes.
  case synthetic(SyntheticSpec)

  /// The layers of the dataset that a task may predict, in written order.
  package var layers: [String] {
    switch self {
    case .columns(let files): files.columns.map(\.name).filter { $0 != ColumnFilesSpec.tokenColumn }
    case .synthetic: SyntheticSpec.layers
    }
  }

  static let type = FieldType<DatasetSpec>.tagged(
    by: "format", hasDefault: false,
    [
      TaggedCase("columns", ColumnFilesSpec.self, wrap: DatasetSpec.columns) {
        if case .columns = $0 { true } else { false }
      },
      TaggedCase("synthetic", SyntheticSpec.self, wrap: DatasetSpec.synthetic) {
        if case .synthetic = $0 { true } else { false }
      },
    ])
}

/// A corpus in files of one token a line, with columns between blanks and an empty line after each sentence.
package struct ColumnFilesSpec: Block {
  package static let blockName = "datasets.<name> (format: columns)"
  package static let documentation =
    "A corpus in files of one token a line, its layers in columns, with an empty line after each sentence."

  /// The name of the column that holds the tokens themselves.
  package static let tokenColumn = "token"

  package let files: SplitFiles

  /// The index of each column, from 0, under the name of its layer.
  package let columns: [Named<Int>]

  /// The index of the column of the tokens themselves.
  package let tokenIndex: Int

  /// A line whose first column is one of these is no token.
  package let skip: [String]

  /// The fraction of the training sentences, from the end, that stands in for a missing development split.
  package let holdOut: Double

  package init(reading reader: inout BlockReader) {
    files = reader.required("files", .block(SplitFiles.self), "The file of each split.")
    columns = reader.required(
      "columns", .map(of: .integer(in: .columns)),
      "The index of each column, from 0; `token` is the word itself, the other names are layers to predict.")
    skip = reader.optional(
      "skip", .list(of: .text), default: [],
      "Lines whose first column is one of these are dropped, such as `-DOCSTART-`.")
    holdOut = reader.optional(
      "hold_out", .real(as: .fraction, in: .proper), default: 0.1,
      "The fraction of `train`, from its end, that serves as the development split when there is no file for it.")
    let token = columns.value(named: Self.tokenColumn)
    tokenIndex = token ?? 0
    if token == nil {
      reader.reject(
        "columns", lacking: Self.tokenColumn, among: columns, "no column is called 'token'",
        help: "name the column of the words, as in '{token: 0}'")
    }
  }
}

/// The file of each split of a corpus.
package struct SplitFiles: Block {
  package static let blockName = "datasets.<name>.files"
  package static let documentation =
    "The file of each split, looked up beside the file that its path is written in and then under the data root."

  package let train: Located<String>

  /// The development split; without one, a part of the training split is held out.
  package let dev: Located<String>?

  /// The test split; without one, results are reported on the development split.
  package let test: Located<String>?

  package init(reading reader: inout BlockReader) {
    train = reader.required("train", FieldType.path.located, "The sentences to train on.")
    dev = reader.ifWritten(
      "dev", FieldType.path.located,
      "The sentences that selection looks at; without them a part of `train` is held out.")
    test = reader.ifWritten(
      "test", FieldType.path.located,
      "The sentences that results are reported on; without them results are reported on `dev`.")
  }
}

/// Sentences of an English-like grammar, made by the built-in generator.
package struct SyntheticSpec: Block {
  package static let blockName = "datasets.<name> (format: synthetic)"
  package static let documentation =
    "Sentences of an English-like grammar with the layers `pos`, `chunk` and `ner`, made by the built-in generator."

  /// The layers that the generator annotates.
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
