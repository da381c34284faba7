import Corpora
import Inputs
import Model
import Planning
import Text

extension DataDescription {
  /// The same facts as JSON; labels are all there.
  package var json: String {
    JSONText.text(
      of: [
        "format": "sharespec data 1", "datasets": .array(datasets.map(\.json)), "vectors": .array(vectors.map(\.json)),
      ], .pretty)
  }
}

extension DatasetReport {
  fileprivate var json: JSONValue {
    [
      "dataset": .string(subject.title),
      "files": .array(subject.corpus.inputFiles.map { .string($0.writtenPath) }),
      "splits": census.map { census in .array(census.splits.map { $0.json(tallies[$0.split] ?? ReadingTally()) }) }
        ?? .null,
      "findings": findings.json,
    ]
  }
}

extension SplitCensus {
  fileprivate func json(_ tally: ReadingTally) -> JSONValue {
    [
      "split": .string(split.rawValue), "sentences": .integer(sentences), "tokens": .integer(tokens),
      "words": .integer(words), "longest_sentence": .integer(longest), "longest_sentence_at": longestPlace.json,
      "unknown_words": unknown.map { .integer($0.words) } ?? .null,
      "unknown_tokens": unknown.map { .integer($0.tokens) } ?? .null,
      "sentences_in_train": shared.map { .integer($0) } ?? .null,
      "skipped_lines": .integer(tally.skipped.reduce(0, +)), "comments": .integer(tally.comments),
      "word_ranges": .integer(tally.wordRanges), "empty_nodes": .integer(tally.emptyNodes),
      "tasks": .array(tasks.map { task in task.json(unseen: unseen.first { $0.task == task.task }?.labels ?? []) }),
    ]
  }
}

extension LabelCensus {
  fileprivate func json(unseen: [Label]) -> JSONValue {
    [
      "task": .string(task.name), "column": .string(task.column), "scheme": JSONValue(task.scheme?.keyName),
      "labels": .array(labels.map(\.json)), "tokens_without_label": .integer(missing),
      "contradicting_tags": .integer(malformed?.count ?? 0),
      "first_contradicting_tag_at": malformed?.first.json ?? .null, "not_in_train": .array(unseen.map(\.json)),
    ]
  }
}

extension LabelCensus.Label {
  fileprivate var json: JSONValue {
    ["label": .string(text), "count": .integer(count), "first_at": first.json]
  }
}

extension TokenPlace {
  /// `FILE:LINE`, or the number of the sentence, from 1, where there is no file.
  fileprivate var json: JSONValue {
    guard let file, let line else { return .integer(sentence + 1) }
    return .string("\(file):\(line)")
  }
}

extension VectorReport {
  fileprivate var json: JSONValue {
    [
      "file": .string(subject.file.writtenPath), "format": JSONValue(header?.format.rawValue),
      "dimension": JSONValue(header?.dimension), "coverage": coverage?.json ?? .null, "tally": tally?.json ?? .null,
      "findings": findings.json,
    ]
  }
}
