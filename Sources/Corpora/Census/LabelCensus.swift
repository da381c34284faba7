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

  init(_ token: Int, sentence: Int, of corpus: Corpus) {
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
  package let unused: [String]

  /// Whether the labels are tags of the scheme, if there is one.
  package var isReadable: Bool { foreign.isEmpty && mixed == nil }

  /// Whether all labels are missing.
  package var hasNoLabel: Bool { isReadable && missing > 0 && written.reduce(0) { $0 + $1.count } == missing }

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
    let firsts = FirstPlaces(corpus, column)
    let missingText = task.labels.missing
    let counts = column.valueCounts
    func label(_ id: Int) -> Label { Label(text: column.values[id], count: counts[id], first: firsts.place(of: id)) }
    let ids = column.values.indices
    self.task = task
    written = ids.map(label).inOrderOfCount
    // Changes are about types of spans, if there are any.
    let names = Set(
      column.values.map { label in
        ExactText(task.scheme.map { ParsedTag(label, in: $0)?.type ?? "" } ?? label)
      })
    let isMissingUsed = missingText.map { text in column.values.contains { $0 == text } } ?? true
    unused =
      task.labels.changes.map(\.label).filter { !names.contains(ExactText($0)) }
      + (isMissingUsed ? [] : [missingText].compactMap(\.self))
    guard let scheme = task.scheme else {
      let read = column.read(as: task.labels)
      let places = FirstPlaces(corpus, read)
      let readCounts = read.valueCounts
      labels =
        read.values.indices.filter { read.values[$0] != CorpusColumn.missingLabel }
        .map { Label(text: read.values[$0], count: readCounts[$0], first: places.place(of: $0)) }.inOrderOfCount
      missing = corpus.tokenCount - labels.reduce(0) { $0 + $1.count }
      (foreign, mixed, malformed) = ([], nil, nil)
      return
    }
    let missingIDs = ids.filter { column.values[$0] == missingText }
    missing = missingIDs.reduce(0) { $0 + counts[$1] }
    foreign = ids.filter { !missingIDs.contains($0) && !scheme.has(column.values[$0]) }.map(label).inOrderOfCount
    guard foreign.isEmpty else {
      (labels, mixed, malformed) = ([], nil, nil)
      return
    }
    let tags: WrittenTags
    do throws(TagError) {
      tags = try WrittenTags(column, of: corpus, in: scheme, missing: missingText)
    } catch {
      let text = error.tag
      mixed = ids.first { column.values[$0] == text }.map(label)
      (labels, malformed) = ([], nil)
      return
    }
    mixed = nil
    var spans = SpanTallies(task.labels, tags.set.types)
    var wrong: MalformedTags?
    for sentence in 0..<corpus.sentenceCount {
      let tokens = corpus.tokens(ofSentence: sentence)
      for case .labelled(let range, let run) in tags.runs(of: tokens) {
        for position in scheme.malformations(in: run) {
          wrong = wrong.counting(position, of: range, sentence: sentence, corpus, column)
        }
        for span in run.spans { spans.count(span.type, at: range.lowerBound + span.tokens.lowerBound, sentence) }
      }
    }
    labels = spans.labels(of: corpus).inOrderOfCount
    malformed = wrong
  }
}

/// Where each text of a column occurs first.
private struct FirstPlaces {
  private let corpus: Corpus

  /// The first token and its sentence, by the index of the text.
  private var firsts: [(token: Int, sentence: Int)]

  init(_ corpus: Corpus, _ column: CorpusColumn) {
    self.corpus = corpus
    firsts = Array(repeating: (-1, 0), count: column.values.count)
    var found = 0
    for sentence in 0..<corpus.sentenceCount {
      if found == firsts.count { break }
      for token in corpus.tokens(ofSentence: sentence) where firsts[Int(column.ids[token])].token < 0 {
        firsts[Int(column.ids[token])] = (token, sentence)
        found += 1
      }
    }
  }

  func place(of id: Int) -> TokenPlace { TokenPlace(firsts[id].token, sentence: firsts[id].sentence, of: corpus) }
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

extension [LabelCensus.Label] {
  /// The labels by descending count, equal counts by their bytes.
  fileprivate var inOrderOfCount: [LabelCensus.Label] {
    sorted { $0.count != $1.count ? $0.count > $1.count : ExactText($0.text) < ExactText($1.text) }
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
