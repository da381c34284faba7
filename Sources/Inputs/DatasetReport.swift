package import Corpora
import ExperimentSpec
import Files
package import Model
import Planning

/// What is in the files of a dataset.
package struct DatasetReport: Sendable {
  package let subject: DatasetSubject

  /// The facts; `nil` where no sentence can be read.
  package let census: DatasetCensus?

  /// How often each entry of `skip` matches, and what else reading has passed over, by split.
  package let tallies: [Split: ReadingTally]

  package let findings: [DataFinding]

  /// Whether every file was there, and was the one whose digest was taken.
  package let isComplete: Bool

  /// The sizes of the files that can be read.
  let sizes: [Digest: CorpusSize]
}

/// One split of a dataset as it was read.
struct SplitReading {
  let split: Split
  let reader: CorpusReader

  /// The texts of the files that could be opened.
  let texts: [DataText]
  let corpus: Corpus
  let errors: [CorpusError]

  /// Whether all files are there and could be read.
  let isWhole: Bool

  /// The text of the file at `path`.
  func text(of path: String?) -> DataText? { texts.first { $0.name == path } }

  /// Where `column` is at a token; `nil` in a corpus that comes from no file.
  func line(of column: String, at place: TokenPlace) -> TextLine? {
    guard let line = place.line, let text = text(of: place.file) else { return nil }
    return reader.place(of: column, inLine: line, of: text)
  }
}

/// The reading of a dataset for a census.
struct DatasetReading {
  let subject: DatasetSubject
  private(set) var splits: [SplitReading] = []
  private(set) var sizes: [Digest: CorpusSize] = [:]

  /// Whether every file was there, and was the one whose digest was taken.
  private(set) var isComplete = true

  /// Failures to open a file.
  private(set) var failures: [DataFinding] = []

  /// Reads what is there of the files of `subject`.
  init(_ subject: DatasetSubject, files: any FileSystem) {
    self.subject = subject
    switch subject.corpus {
    case .synthetic(let sentences):
      let reader = CorpusReader(.columns(ColumnLayout(token: 0)))
      for split in Split.allCases where sentences[split] > 0 {
        let corpus = SyntheticCorpus.generate(
          split: split, sentences: sentences[split], seed: UInt64(sentences.seed))
        splits.append(
          SplitReading(split: split, reader: reader, texts: [], corpus: corpus, errors: [], isWhole: true))
      }
    case .files(let corpus):
      let reader = CorpusReader(corpus.format, layers: subject.layers)
      for split in Split.allCases where !corpus[split].isEmpty { read(corpus[split], as: split, with: reader, files) }
    }
  }

  private mutating func read(
    _ paths: [InputFile], as split: Split, with reader: CorpusReader, _ files: any FileSystem
  ) {
    var texts: [DataText] = []
    var isWhole = true
    for file in paths {
      guard let bytes = contents(of: file, files) else {
        isWhole = false
        isComplete = false
        continue
      }
      do throws(CorpusError) { texts.append(try DataText(bytes, name: file.path)) } catch {
        failures.append(DataFinding(CorpusErrorGroup(error), in: subject))
        isWhole = false
      }
    }
    if texts.isEmpty { return }
    let (corpus, errors) = reader.survey(texts)
    splits.append(
      SplitReading(
        split: split, reader: reader, texts: texts, corpus: corpus, errors: errors,
        isWhole: isWhole && errors.isEmpty))
    let sizes = corpus.sizesOfFiles
    for file in paths {
      if let digest = file.digest, let size = sizes[file.path] {
        self.sizes[digest] = CorpusSize(sentences: size.sentences, tokens: size.tokens)
      }
    }
  }

  /// The bytes of `file`; `nil` if it is not there, which is said where files are looked up, or is not as it was then.
  private mutating func contents(of file: InputFile, _ files: any FileSystem) -> [UInt8]? {
    guard let digest = file.digest else { return nil }
    do throws(FileFailure) {
      let bytes = try files.contents(of: file.path, upTo: .corpus)
      if Digest(of: bytes) == digest { return bytes }
      failures.append(DataFinding(changed: file))
    } catch {
      failures.append(DataFinding(error))
    }
    return nil
  }

  subscript(split: Split) -> SplitReading? { splits.first { $0.split == split } }

  /// The corpora that stages use, as far as they can be read.
  func corpora() throws(CorpusError) -> [Split: Corpus] {
    var corpora: [Split: Corpus] = [:]
    for split in splits where split.corpus.sentenceCount > 0 { corpora[split.split] = split.corpus }
    guard case .files(let files) = subject.corpus, let train = corpora[.train] else { return corpora }
    var kept = train
    if files.dev.isEmpty {
      let parts = try train.holdingOut(files.holdOut)
      (kept, corpora[.dev]) = (parts.kept, parts.heldOut)
    }
    corpora[.train] = files.limit.map(kept.limited) ?? kept
    return corpora
  }
}

extension DatasetSubject {
  /// The columns of labels to read, each once.
  fileprivate var layers: [CorpusReader.Layer] {
    var layers: [CorpusReader.Layer] = []
    for column in (tasks.map(\.target) + scored.map(\.target)).compactMap(\.column) {
      let layer = CorpusReader.Layer(column.name, at: column.place)
      if !layers.contains(where: { $0.name == layer.name }) { layers.append(layer) }
    }
    return layers
  }

  /// What a census looks at.
  var censusTasks: [CensusTask] {
    tasks.compactMap { CensusTask($0, at: $0.target) }
      + scored.compactMap { CensusTask($0.task, at: $0.target, isTrained: false) }
  }

  /// The task called `name`.
  func task(_ name: String) -> TaskParameters? { (tasks + scored.map(\.task)).first { $0.name == name } }
}

extension CensusTask {
  /// `task`, which predicts what is at `target`; `nil` for what follows from the sentences.
  fileprivate init?(_ task: TaskParameters, at target: TaskParameters.Target, isTrained: Bool = true) {
    let column: String
    switch target {
    case .column(let layer): column = CorpusReader.Layer(layer.name, at: layer.place).name
    case .layer(let name): column = name
    case .derived: return nil
    }
    self.init(
      name: task.name, column: column, scheme: task.scheme?.from, labels: task.labels, isTrained: isTrained)
  }
}

extension DatasetReport {
  /// Looks at the dataset of `subject`.
  init(_ subject: DatasetSubject, files: any FileSystem) {
    let reading = DatasetReading(subject, files: files)
    var findings = reading.failures + reading.errorFindings
    let isWhole = findings.isEmpty
    var census: DatasetCensus?
    do throws(CorpusError) {
      let corpora = try reading.corpora()
      if !corpora.isEmpty {
        census = DatasetCensus(corpora, subject.censusTasks, WordNormalization(lowercase: subject.lowercase))
      }
    } catch {
      if isWhole { findings.append(DataFinding(CorpusErrorGroup(error), in: subject)) }
    }
    findings += subject.findings + reading.tallyFindings
    if let census {
      findings += reading.findings(from: census, isWhole: isWhole)
      if isWhole { findings += reading.unseenFindings(from: census, files: files) }
    }
    self.subject = subject
    isComplete = reading.isComplete
    self.census = census
    self.findings = findings
    tallies = Dictionary(uniqueKeysWithValues: reading.splits.map { ($0.split, $0.corpus.origin.tally) })
    sizes = reading.sizes
  }
}
