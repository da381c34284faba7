package import Model

/// The sentences that a stage reads, identified by their content.
package enum CorpusSource: Hashable, Sendable {
  case files(CorpusFiles)
  case synthetic(SyntheticSentences)

  /// The source with only the splits that training and selection look at, so that nothing else can depend on more.
  package var forTraining: CorpusSource {
    switch self {
    case .files(var files):
      files.test = []
      return .files(files)
    case .synthetic(var sentences):
      sentences.test = 0
      return .synthetic(sentences)
    }
  }

  /// Whether there are sentences of `split`; a development split may be a part of the training split.
  package func has(_ split: Split) -> Bool {
    switch self {
    case .files(let files): !files[split].isEmpty || (split == .dev && !files.train.isEmpty)
    case .synthetic(let sentences): sentences[split] > 0
    }
  }

  /// The files that must be read.
  package var inputFiles: [InputFile] {
    switch self {
    case .files(let files): files.inputFiles
    case .synthetic: []
    }
  }
}

extension CorpusSource: ReadableRecord {
  package var canonical: CanonicalValue {
    switch self {
    case .files(let files): .record([files.format.keyName: files.canonical])
    case .synthetic(let sentences): .record(["synthetic": sentences.canonical])
    }
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    if reader.isWritten("synthetic") {
      self = .synthetic(try reader.record("synthetic"))
      return
    }
    let name = CorpusFormat.keyNames.first { reader.isWritten($0) } ?? CorpusFormat.keyNames[0]
    self = .files(try reader.record(name))
  }
}

/// The files of a corpus, how they are read, and which of their sentences are used.
package struct CorpusFiles: Hashable, Sendable {
  /// At least one file, unless the corpus is only scored on.
  package var train: [InputFile]

  /// The files of the development split; without any, a part of `train` is held out.
  package var dev: [InputFile]

  package var test: [InputFile]
  package var format: CorpusFormat

  /// The part of `train` that is the development split if there is no file for it.
  package var holdOut: HoldOut

  /// The part of the training sentences that is used; `nil` for all.
  package var limit: TrainingLimit?
}

extension CorpusFiles {
  /// The files of all splits.
  package var inputFiles: [InputFile] { Split.allCases.flatMap { self[$0] } }

  /// The files of `split`.
  package subscript(split: Split) -> [InputFile] {
    switch split {
    case .train: train
    case .dev: dev
    case .test: test
    }
  }
}

extension CorpusFiles: ReadableRecord {
  package var canonical: CanonicalValue {
    // Where there is a development split, nothing is held out.
    let holdOut = dev.isEmpty ? self.holdOut : HoldOut(.fraction(0))
    let place: [CanonicalValue.Field] = .fields(
      [
        "train": Self.canonical(of: train) ?? .list([]), "dev": .optional(Self.canonical(of: dev)),
        "test": .optional(Self.canonical(of: test)),
      ],
      choices: [
        "token": format.token, "skip": format.columns.map { .list($0.skip.sorted().map(CanonicalValue.text)) },
      ])
    let choice: [CanonicalValue.Field] = .fields(
      ["hold_out": holdOut.amount.canonical],
      choices: [
        "hold_out_from": holdOut.order.canonical, "hold_out_by": holdOut.unit.canonicalName(unless: .sentence),
        "limit": limit?.amount.canonical, "limit_from": limit?.order.canonical,
        "separator": format.columns?.separator.canonicalName(unless: .blanks),
        "comments": format.columns?.comments.map(CanonicalValue.text),
        "width": format.columns?.width.canonicalName(unless: .file),
        "document": format.json?.document.map(CanonicalValue.text),
      ])
    return .record(place + choice)
  }

  /// One file as itself, several as a list; `nil` for none.
  private static func canonical(of files: [InputFile]) -> CanonicalValue? {
    files.count > 1 ? files.canonical : files.first?.canonical
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    train = try reader.filesIfAny("train")
    dev = try reader.optionalFiles("dev")
    test = try reader.optionalFiles("test")
    holdOut = HoldOut(
      try reader.amount("hold_out"), order: try reader.order("hold_out_from"),
      unit: try reader.choice("hold_out_by", unlessWritten: .sentence))
    limit =
      reader.isWritten("limit")
      ? TrainingLimit(try reader.amount("limit"), order: try reader.order("limit_from")) : nil
    if reader.isWritten("skip") {
      format = .columns(
        ColumnLayout(
          token: try reader.integer("token", in: .columns),
          separator: try reader.choice("separator", unlessWritten: .blanks),
          comments: try reader.textIfWritten("comments"), skip: try reader.texts("skip"),
          width: try reader.choice("width", unlessWritten: .file)))
    } else if reader.isWritten("token") {
      format = .jsonl(
        JSONLayout(token: try reader.text("token"), document: try reader.textIfWritten("document")))
    } else {
      format = .conllu
    }
  }
}

extension CorpusFormat {
  /// The name of the format in keys.
  fileprivate var keyName: String {
    switch self {
    case .columns: "columns"
    case .conllu: "conllu"
    case .jsonl: "jsonl"
    }
  }

  /// The names of all formats in keys.
  fileprivate static let keyNames = ["columns", "conllu", "jsonl"]

  fileprivate var columns: ColumnLayout? {
    switch self {
    case .columns(let layout): layout
    case .conllu, .jsonl: nil
    }
  }

  fileprivate var json: JSONLayout? {
    switch self {
    case .jsonl(let layout): layout
    case .columns, .conllu: nil
    }
  }

  /// Where the tokens are; `nil` where the format itself says so.
  fileprivate var token: CanonicalValue? {
    switch self {
    case .columns(let layout): .integer(layout.token)
    case .conllu: nil
    case .jsonl(let layout): .text(layout.token)
    }
  }
}

extension SentenceAmount {
  /// A number with a point for a fraction, a whole number for a number of sentences.
  fileprivate var canonical: CanonicalValue {
    switch self {
    case .fraction(let fraction): .real(fraction)
    case .sentences(let count): .integer(count)
    }
  }
}

extension SentenceOrder {
  /// The seed of a random order; `nil` for the order of the files.
  fileprivate var canonical: CanonicalValue? {
    switch self {
    case .files: nil
    case .random(let seed): .integer(seed)
    }
  }
}

extension ParameterReader {
  fileprivate mutating func amount(_ name: String) throws(ParameterError) -> SentenceAmount {
    switch try value(name) {
    case .real(let fraction) where RealRange.fraction.contains(fraction): return .fraction(fraction)
    case .integer(let count) where ClosedRange<Int>.sentences.contains(count): return .sentences(count)
    case .boolean, .integer, .real, .text, .digest, .list, .record:
      throw error(name, "expected a fraction or a number of sentences")
    }
  }

  fileprivate mutating func order(_ name: String) throws(ParameterError) -> SentenceOrder {
    isWritten(name) ? .random(seed: try seed(name)) : .files
  }

  fileprivate mutating func textIfWritten(_ name: String) throws(ParameterError) -> String? {
    isWritten(name) ? try text(name) : nil
  }
}

/// Sentences of the built-in generator.
package struct SyntheticSentences: Hashable, Sendable {
  package var train: Int
  package var dev: Int
  package var test: Int
  package var seed: Int

  /// How many sentences `split` has.
  package subscript(split: Split) -> Int {
    switch split {
    case .train: train
    case .dev: dev
    case .test: test
    }
  }
}

extension SyntheticSentences: ReadableRecord {
  package var canonical: CanonicalValue {
    .record([
      "train": .integer(train), "dev": .integer(dev), "test": .integer(test), "seed": .integer(seed),
    ])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    train = try reader.integer("train", in: .generatedSentences)
    dev = try reader.integer("dev", in: .generatedSentences)
    test = try reader.integer("test", in: .optionalSentences)
    seed = try reader.seed("seed")
  }
}
