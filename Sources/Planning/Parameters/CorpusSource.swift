import Model

/// The sentences that a stage reads, identified by their content.
package enum CorpusSource: Hashable, Sendable {
  case files(ColumnFiles)
  case synthetic(SyntheticSentences)

  /// The source with only the splits that training and selection look at, so that nothing else can depend on more.
  package var forTraining: CorpusSource {
    switch self {
    case .files(var files):
      files.test = nil
      return .files(files)
    case .synthetic(var sentences):
      sentences.test = 0
      return .synthetic(sentences)
    }
  }

  /// The files that must be read.
  package var inputFiles: [InputFile] {
    switch self {
    case .files(let files): [files.train, files.dev, files.test].compactMap(\.self)
    case .synthetic: []
    }
  }
}

extension CorpusSource: ReadableRecord {
  package var canonical: CanonicalValue {
    switch self {
    case .files(let files): .record(["columns": files.canonical])
    case .synthetic(let sentences): .record(["synthetic": sentences.canonical])
    }
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    self =
      reader.isWritten("synthetic")
      ? .synthetic(try reader.record("synthetic")) : .files(try reader.record("columns"))
  }
}

/// Files of one token a line.
package struct ColumnFiles: Hashable, Sendable {
  package var train: InputFile
  package var dev: InputFile?
  package var test: InputFile?
  package var tokenColumn: Int
  package var skip: [String]

  /// The fraction of `train`, from its end, that is the development split if there is no file for it.
  package var holdOut: Double
}

extension ColumnFiles: ReadableRecord {
  package var canonical: CanonicalValue {
    .record([
      "train": train.canonical, "dev": .optional(dev?.canonical), "test": .optional(test?.canonical),
      "token": .integer(tokenColumn), "skip": .list(skip.sorted().map(CanonicalValue.text)),
      "hold_out": dev == nil ? .real(holdOut) : .real(0),
    ])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    train = try reader.file("train")
    dev = try reader.optionalFile("dev")
    test = try reader.optionalFile("test")
    tokenColumn = try reader.integer("token", in: .columns)
    skip = try reader.texts("skip")
    holdOut = try reader.fraction("hold_out")
  }
}

/// Sentences of the built-in generator.
package struct SyntheticSentences: Hashable, Sendable {
  package var train: Int
  package var dev: Int
  package var test: Int
  package var seed: Int
}

extension SyntheticSentences: ReadableRecord {
  package var canonical: CanonicalValue {
    .record([
      "train": .integer(train), "dev": .integer(dev), "test": .integer(test), "seed": .integer(seed),
    ])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    train = try reader.integer("train", in: .sentences)
    dev = try reader.integer("dev", in: .sentences)
    test = try reader.integer("test", in: .optionalSentences)
    seed = try reader.seed("seed")
  }
}
