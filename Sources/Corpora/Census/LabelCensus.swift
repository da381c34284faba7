package import Model

/// A column of labels that is looked at for a task.
package struct CensusTask: Hashable, Sendable {
  package let name: String

  /// What the corpus calls the column.
  package let column: String

  /// The scheme of the labels in the files; `nil` where they are not tags of spans.
  package let scheme: TagScheme?

  package let labels: LabelReading

  /// Whether the task is trained on the data, and not only scored on it.
  package let isTrained: Bool

  package init(name: String, column: String, scheme: TagScheme?, labels: LabelReading, isTrained: Bool = true) {
    self.name = name
    self.column = column
    self.scheme = scheme
    self.labels = labels
    self.isTrained = isTrained
  }
}

/// A token of a corpus.
package struct TokenPlace: Hashable, Sendable {
  /// The number of the token's sentence, from 0.
  package let sentence: Int

  /// The file, as the user gave it, and the line of the token, from 1; `nil` in a corpus that comes from no file.
  package let file: String?
  package let line: Int?

  /// The place of `token` of `sentence`, both numbers from 0 in `corpus`.
  package init(_ token: Int, sentence: Int, of corpus: Corpus) {
    self.sentence = sentence
    let location = corpus.origin.location(ofToken: token, sentence: sentence)
    file = location?.file
    line = location?.line
  }
}

/// The labels of one task in one split.
package struct LabelCensus: Hashable, Sendable {
  /// A label, or the type of spans, how often it occurs, and where first.
  package struct Label: Hashable, Sendable {
    package let text: String
    package let count: Int
    package let first: TokenPlace
  }

  package let task: CensusTask

  /// Labels as they are used, by descending count: types of spans with their spans, or labels with their tokens.
  package let labels: [Label]

  /// Tokens without a label.
  package let missing: Int

  /// Tags that the scheme does not have, by descending count.
  package let foreign: [Label]

  /// The first tag that has a type although others have none, or the reverse.
  package let mixed: Label?

  /// Tags that the scheme does not allow where they stand.
  package let malformed: MalformedTags?

  /// Changes of labels, and the label that says that one is missing, that match nothing.
  package let unused: [UnusedEntry]

  /// An entry about a task's labels that matches nothing.
  package enum UnusedEntry: Hashable, Sendable {
    /// The change of this label, or of this type of spans.
    case change(String)

    /// The label that says that one is missing.
    case missing(String)
  }

  /// Whether the labels are tags of the scheme, if there is one.
  package var isReadable: Bool { foreign.isEmpty && mixed == nil }

  /// Whether all labels are missing.
  package var hasNoLabel: Bool { isReadable && missing > 0 && written.total == missing }

  /// The written labels of the column, by descending count.
  let written: [Label]
}

/// Tags that their scheme does not allow where they stand, and which are read as by conlleval.
package struct MalformedTags: Hashable, Sendable {
  package fileprivate(set) var count: Int

  /// The first of them, and the tag before it; the tag is `nil` where a span never ends, the other at a start.
  package let tag: String?
  package let previous: String?
  package let first: TokenPlace
}

extension LabelCensus {
  /// Looks at the labels of `task` in `corpus`. Requires: the corpus has the column.
  init(_ task: CensusTask, in corpus: Corpus, _ column: CorpusColumn) {
    let all = column.labels(in: corpus)
    self.task = task
    written = all.inOrderOfCount
    unused = task.unusedEntries(in: column)
    guard let scheme = task.scheme else {
      labels =
        column.read(as: task.labels).labels(in: corpus).filter { $0.text != CorpusColumn.missingLabel }.inOrderOfCount
      missing = corpus.tokenCount - labels.total
      (foreign, mixed, malformed) = ([], nil, nil)
      return
    }
    missing = all.filter { task.labels.isMissing($0.text) }.total
    foreign = all.filter { !task.labels.isMissing($0.text) && !scheme.has($0.text) }.inOrderOfCount
    guard foreign.isEmpty else {
      (labels, mixed, malformed) = ([], nil, nil)
      return
    }
    do throws(TagError) {
      let spans = try SpanCensus(column, of: corpus, in: scheme, task.labels)
      (labels, mixed, malformed) = (spans.labels, nil, spans.malformed)
    } catch {
      let tag = error.tag.map(ExactText.init)
      (labels, mixed, malformed) = ([], all.first { ExactText($0.text) == tag }, nil)
    }
  }
}

extension CensusTask {
  /// Changes of labels, and the label that says that one is missing, that match nothing in `column`.
  fileprivate func unusedEntries(in column: CorpusColumn) -> [LabelCensus.UnusedEntry] {
    // Changes are about types of spans, if there are any.
    let names = Set(
      column.values.map { label in
        ExactText(scheme.map { ParsedTag(label, in: $0)?.type ?? "" } ?? label)
      })
    let changes = labels.changes.map(\.label).filter { !names.contains(ExactText($0)) }
      .map(LabelCensus.UnusedEntry.change)
    guard let missing = labels.missing, !column.values.contains(where: labels.isMissing) else { return changes }
    return changes + [.missing(missing)]
  }
}

extension CorpusColumn {
  /// The distinct texts, in their order, with their tokens.
  fileprivate func labels(in corpus: Corpus) -> [LabelCensus.Label] {
    var firsts: [TokenPlace?] = Array(repeating: nil, count: values.count)
    var found = 0
    for sentence in 0..<corpus.sentenceCount {
      if found == firsts.count { break }
      for token in corpus.tokens(ofSentence: sentence) where firsts[Int(ids[token])] == nil {
        firsts[Int(ids[token])] = TokenPlace(token, sentence: sentence, of: corpus)
        found += 1
      }
    }
    let counts = valueCounts
    return firsts.enumerated().compactMap { id, first in
      first.map { LabelCensus.Label(text: values[id], count: counts[id], first: $0) }
    }
  }
}

extension [LabelCensus.Label] {
  /// The labels by descending count, equal counts by their bytes.
  fileprivate var inOrderOfCount: [LabelCensus.Label] {
    sorted { $0.count != $1.count ? $0.count > $1.count : ExactText($0.text) < ExactText($1.text) }
  }

  /// How many tokens, or spans, they have.
  fileprivate var total: Int { reduce(0) { $0 + $1.count } }
}

/// The spans of a column, as a task reads them.
private struct SpanCensus {
  private(set) var labels: [LabelCensus.Label] = []
  private(set) var malformed: MalformedTags?

  /// Throws: `TagError` where only some tags have types. Requires: the scheme has all tags.
  init(
    _ column: CorpusColumn, of corpus: Corpus, in scheme: TagScheme, _ reading: LabelReading
  ) throws(TagError) {
    let tags = try WrittenTags(column, of: corpus, in: scheme, reading)
    var spans = SpanTallies(reading, tags.set.types)
    for sentence in 0..<corpus.sentenceCount {
      for case .labelled(let range, let run) in tags.runs(of: corpus.tokens(ofSentence: sentence)) {
        for position in scheme.malformations(in: run) {
          malformed = malformed.counting(position, of: range, sentence: sentence, corpus, column)
        }
        for span in run.spans { spans.count(span.type, at: range.lowerBound + span.tokens.lowerBound, sentence) }
      }
    }
    labels = spans.labels(of: corpus).inOrderOfCount
  }
}

/// The spans of each type as a task reads them.
private struct SpanTallies {
  /// The type that each written type is read as, as an index into `tallies`; `nil` where it is dropped.
  private let readings: [Int?]
  private var tallies: [(type: String, count: Int, token: Int, sentence: Int)] = []

  init(_ labels: LabelReading, _ types: [String]) {
    var readings: [Int?] = []
    for (index, type) in types.enumerated() {
      guard let read = index == 0 ? type : labels.reading(of: type) else {
        readings.append(nil)
        continue
      }
      if let known = tallies.firstIndex(where: { ExactText($0.type) == ExactText(read) }) {
        readings.append(known)
      } else {
        readings.append(tallies.count)
        tallies.append((read, 0, 0, 0))
      }
    }
    self.readings = readings
  }

  mutating func count(_ type: Int, at token: Int, _ sentence: Int) {
    guard let place = readings[type] else { return }
    if tallies[place].count == 0 { (tallies[place].token, tallies[place].sentence) = (token, sentence) }
    tallies[place].count += 1
  }

  func labels(of corpus: Corpus) -> [LabelCensus.Label] {
    tallies.filter { $0.count > 0 }.map {
      LabelCensus.Label(text: $0.type, count: $0.count, first: TokenPlace($0.token, sentence: $0.sentence, of: corpus))
    }
  }
}

extension MalformedTags? {
  /// The tags and one more, at this position of the run of tokens `range`.
  fileprivate func counting(
    _ position: Int, of range: Range<Int>, sentence: Int, _ corpus: Corpus, _ column: CorpusColumn
  ) -> MalformedTags {
    if var tags = self {
      tags.count += 1
      return tags
    }
    let token = range.lowerBound + position
    let first = TokenPlace(min(token, range.upperBound - 1), sentence: sentence, of: corpus)
    return MalformedTags(
      count: 1, tag: token < range.upperBound ? column[token] : nil,
      previous: position > 0 ? column[token - 1] : nil, first: first)
  }
}
