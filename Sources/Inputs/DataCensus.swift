import Corpora
package import Diagnostics
package import ExperimentSpec
package import Files
import Model
package import Planning
import Text

/// What a census keeps of a dataset or of vectors: findings, and the sizes of files.
private struct CensusOutcome: JSONRepresentable {
  let findings: [DataFinding]
  let sizes: FileSizes

  /// Whether the outcome follows from the contents that it is kept for.
  let isComplete: Bool

  init(_ report: DatasetReport) {
    findings = report.findings
    sizes = FileSizes(byFile: report.sizes)
    isComplete = report.isComplete
  }

  init(_ report: VectorReport) {
    findings = report.findings
    sizes = FileSizes(byFile: [:])
    isComplete = report.isComplete
  }

  init(reading json: LocatedJSON) throws(JSONValueError) {
    findings = try json.value("findings")
    sizes = try json.value("sizes")
    isComplete = true
  }

  var json: JSONValue { ["findings": findings.json, "sizes": sizes.json] }
}

/// A look at data files before anything is trained: each dataset and each file of vectors once.
package struct DataCensus: Sendable {
  private let files: any FileSystem
  private let cache: InputCache?

  package init(files: any FileSystem = LocalFileSystem(), cache: InputCache?) {
    self.files = files
    self.cache = cache
  }

  /// The findings in data files, and the files' sizes.
  package struct Result: Sendable {
    /// The findings, each with the index of the first variant that it is about.
    package fileprivate(set) var findings: [(finding: DataFinding, variant: Int)] = []

    /// The sizes of the files that could be read.
    package fileprivate(set) var sizes = CorpusSizes()
  }

  /// Looks at `subjects`; what was found out before about the same contents is not found out again.
  package func result(of subjects: CensusSubjects) -> Result {
    var result = Result()
    for (subject, variant) in zip(subjects.datasets, subjects.datasetVariants) {
      let outcome = remembered(subject.cacheKey) { CensusOutcome(report(on: subject)) }
      result.findings += outcome.findings.map { ($0, variant) }
      for (digest, size) in outcome.sizes.byFile { result.sizes[digest] = size }
    }
    for (subject, variant) in zip(subjects.vectors, subjects.vectorVariants) where subject.file.digest != nil {
      let outcome = remembered(subject.cacheKey) { CensusOutcome(report(on: subject)) }
      result.findings += outcome.findings.map { ($0, variant) }
    }
    return result
  }

  private func remembered(
    _ key: (kind: String, parts: [[UInt8]]), _ find: () -> CensusOutcome
  ) -> CensusOutcome {
    guard let cache else { return find() }
    let key = cache.key(key.kind, key.parts)
    if let known: CensusOutcome = cache.value(key) { return known }
    let found = find()
    if found.isComplete { cache.keep(found, as: key) }
    return found
  }

  /// What is in the files of a dataset.
  package func report(on subject: DatasetSubject) -> DatasetReport { DatasetReport(subject, files: files) }

  /// What is in a file of vectors.
  package func report(on subject: VectorSubject) -> VectorReport { VectorReport(subject, files: files) }
}

extension DatasetSubject {
  /// Everything that findings depend on.
  fileprivate var cacheKey: (kind: String, parts: [[UInt8]]) {
    let scored = scored.map {
      CanonicalValue.record([
        "task": $0.task.canonical, "target": $0.target.canonical, "split": .text($0.split.keyName),
      ])
    }
    return (
      "dataset",
      [
        corpus.canonical, tasks.canonical, .boolean(lowercase), .list(scored),
        .optional(name.map(CanonicalValue.text)), .texts(corpus.inputFiles.flatMap { [$0.path, $0.writtenPath] }),
        .texts(censusTasks.map(\.column)), .texts(scoredElsewhere),
      ].map(\.encoded)
    )
  }
}

extension VectorSubject {
  fileprivate var cacheKey: (kind: String, parts: [[UInt8]]) {
    (
      "vectors",
      [
        file.canonical, corpora.canonical, .integer(dimension), .boolean(lowercase),
        .texts([file.path, file.writtenPath]),
      ].map(\.encoded)
    )
  }
}

extension CanonicalValue {
  fileprivate static func texts(_ texts: [String]) -> CanonicalValue { .list(texts.map(CanonicalValue.text)) }
}

// MARK: - Findings as diagnostics

extension DataCensus {
  /// Records findings, each of which is about a variant. `settled` gives the values of a variant with their places, by
  /// its index; it is asked only where a finding names one.
  package func record(
    _ findings: [(finding: DataFinding, variant: Int)], in log: inout DiagnosticLog,
    settledIn settled: (Int) -> [SettledValue]
  ) {
    var texts: [String: SourceFile] = [:]
    var places: [Int: [String: SourceRange]] = [:]
    for (finding, variant) in findings {
      if !finding.settings.isEmpty, places[variant] == nil {
        places[variant] = Dictionary(
          settled(variant).compactMap { value in value.origin.range.map { (value.path, $0) } },
          uniquingKeysWith: { first, _ in first })
      }
      let range = finding.place.flatMap { place in
        if texts[place.file] == nil { texts[place.file] = sourceFile(place.file) }
        return texts[place.file].map { SourceRange($0, place.bytes.clamped(to: 0..<$0.bytes.count)) }
      }
      log.record(Diagnostic(finding, at: range, places[variant] ?? [:]))
    }
  }

  /// The text of the data file at `path`, for excerpts; without it, the file as an empty text.
  private func sourceFile(_ path: String) -> SourceFile {
    let text = (try? files.contents(of: path, upTo: .corpus)).flatMap { try? DataText($0, name: path) }
    return SourceFile(name: path, bytes: text?.bytes ?? [])
  }
}

extension Diagnostic {
  /// `finding` at `range` in a data file, with the places of the settings that it names.
  fileprivate init(_ finding: DataFinding, at range: SourceRange?, _ places: [String: SourceRange]) {
    let labels = finding.settings.compactMap { setting in
      places[setting.path].map { SourceLabel($0, setting.text) }
    }
    self.init(
      finding.code, finding.severity, finding.message, at: range ?? labels.first?.range,
      label: range == nil ? labels.first?.text : finding.label, path: finding.settings.first?.path,
      others: range == nil ? Array(labels.dropFirst()) : labels, notes: finding.notes, help: finding.help)
  }
}
