package import Corpora
import Diagnostics
import ExperimentSpec
import Files
import Model
import Planning
import Text

/// What is in a file of pretrained vectors, and which words of the corpora it covers.
package struct VectorReport: Sendable {
  package let subject: VectorSubject

  /// The format and the dimension; `nil` where the file cannot be read.
  package let header: WordVectorsHeader?

  /// How many words have a vector; `nil` where the file or the corpora cannot be read.
  package let coverage: VectorCoverage?

  /// How many vectors there are, and which are passed over.
  package let tally: WordVectorsTally?

  package let findings: [DataFinding]

  /// Whether the file and the corpora were there, and were those whose digests were taken.
  package let isComplete: Bool

  /// The fraction of tokens with a vector below which a warning is given.
  package static let lowestUsual = 0.5
}

extension VectorReport {
  /// Looks at the file of `subject` and at the words of its corpora.
  init(_ subject: VectorSubject, files: any FileSystem) {
    self.subject = subject
    let setting = DataFinding.Setting("base.words.pretrained", "the vectors are read")
    // `InputProbe` reports files that cannot be opened. One that has changed since then is another one.
    guard let bytes = try? files.contents(of: subject.file.path, upTo: .wordVectors),
      Digest(of: bytes) == subject.file.digest
    else {
      (header, coverage, tally, findings, isComplete) = (nil, nil, nil, [], false)
      return
    }
    let corpora = subject.corpora.map {
      DatasetReading(DatasetSubject(name: nil, corpus: $0, tasks: [], lowercase: subject.lowercase), files: files)
    }
    isComplete = corpora.allSatisfy(\.isComplete)
    let normalization = WordNormalization(lowercase: subject.lowercase)
    var findings: [DataFinding] = []
    var seen: (header: WordVectorsHeader?, coverage: VectorCoverage?, tally: WordVectorsTally?)
    do throws(WordVectorsError) {
      let header = try WordVectors.survey(bytes, name: subject.file.path)
      seen.header = header
      if header.dimension != subject.dimension {
        findings.append(
          DataFinding(
            DataCode.unusableVectors, .error,
            "expected vectors of \(counted(subject.dimension, "component")), found \(header.dimension) in "
              + "'\(subject.file.writtenPath)'",
            at: nil, help: "write 'dimension: \(header.dimension)', or name another file",
            settings: [DataFinding.Setting("base.words.dimension", "the dimension of words"), setting]))
      }
      let words = corpora.flatMap { $0.splits.map { $0.corpus.columns[0] } }
      let vectors = try WordVectors.read(
        bytes, name: subject.file.path, wanted: Vocabulary.wanted(words, normalization))
      seen.tally = vectors.tally
      let coverage = VectorCoverage(of: words, normalization, by: vectors)
      seen.coverage = coverage
      if let finding = Self.finding(coverage, subject, setting) { findings.append(finding) }
    } catch {
      findings.append(
        DataFinding(
          DataCode.unusableVectors, .error, error.message, at: error.line, help: error.help, settings: [setting]))
    }
    (header, coverage, tally) = (seen.header, seen.coverage, seen.tally)
    self.findings = findings
  }

  /// What low coverage gives reason to say.
  private static func finding(
    _ coverage: VectorCoverage, _ subject: VectorSubject, _ setting: DataFinding.Setting
  ) -> DataFinding? {
    guard let share = coverage.tokenShare, share < lowestUsual else { return nil }
    let total = coverage.total
    let covered = total.tokens - coverage.missing.tokens
    let frequent = coverage.mostFrequentMissing.prefix(5).map { "'\($0.form.visible)' (\($0.tokens))" }
    return DataFinding(
      DataCode.uncoveredWords, .warning,
      covered == 0
        ? "no word of the corpora has a vector in '\(subject.file.writtenPath)'"
        : "\(covered) of \(counted(total.tokens, "token")) have a vector in '\(subject.file.writtenPath)'",
      at: nil,
      notes: frequent.isEmpty ? [] : ["the most frequent words without one: " + frequent.joined(separator: ", ")],
      help: "check that the vectors are of the corpora's language"
        + (subject.lowercase ? "" : ", or write 'lowercase: true'"),
      settings: [setting])
  }
}
