/// The sentences that a stage reads, identified by their content.
package enum CorpusSource: Hashable, Sendable, Canonical {
  case files(ColumnFiles)
  case synthetic(SyntheticSentences)

  package var canonical: CanonicalValue {
    switch self {
    case .files(let files): .record(["columns": files.canonical])
    case .synthetic(let sentences): .record(["synthetic": sentences.canonical])
    }
  }

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

/// A file that enters a plan by its content.
package struct InputFile: Hashable, Sendable, Canonical {
  /// Where the file is; no part of its identity.
  package let path: String

  /// The path as a specification writes it, by which plans call the file; no part of its identity either.
  package let writtenPath: String

  /// The digest of its content; `nil` if the file is not at hand, when the path stands for it.
  package let digest: Digest?

  package init(path: String, digest: Digest?, writtenAs writtenPath: String? = nil) {
    self.path = path
    self.digest = digest
    self.writtenPath = writtenPath ?? path
  }

  /// What stands before the path in the canonical form of a file that is not at hand.
  static let missingPrefix = "missing: "

  package var canonical: CanonicalValue { digest.map(CanonicalValue.digest) ?? .text(Self.missingPrefix + path) }

  /// What the file goes by where a text must stand for its content.
  package var contentName: String { digest.map { "sha256:\($0)" } ?? "missing: \(path)" }

  package static func == (left: Self, right: Self) -> Bool {
    left.digest == right.digest && (left.digest != nil || left.path == right.path)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(digest)
    if digest == nil { hasher.combine(path) }
  }
}

/// Files of one token a line.
package struct ColumnFiles: Hashable, Sendable, Canonical {
  package var train: InputFile
  package var dev: InputFile?
  package var test: InputFile?
  package var tokenColumn: Int
  package var skip: [String]

  /// The fraction of `train`, from its end, that is the development split if there is no file for it.
  package var holdOut: Double

  package var canonical: CanonicalValue {
    .record([
      "train": train.canonical, "dev": .optional(dev?.canonical), "test": .optional(test?.canonical),
      "token": .integer(tokenColumn), "skip": .list(skip.sorted().map(CanonicalValue.text)),
      "hold_out": dev == nil ? .real(holdOut) : .real(0),
    ])
  }
}

/// Sentences of the built-in generator.
package struct SyntheticSentences: Hashable, Sendable, Canonical {
  package var train: Int
  package var dev: Int
  package var test: Int
  package var seed: Int

  package var canonical: CanonicalValue {
    .record([
      "train": .integer(train), "dev": .integer(dev), "test": .integer(test), "seed": .integer(seed),
    ])
  }
}
