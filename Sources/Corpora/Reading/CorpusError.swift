package import Gzip
import Text

/// Why a corpus cannot be read or used as asked.
package enum CorpusError: Error, Hashable, Sendable {
  /// A line has fewer columns than are read; `expected` is the least number that would do. `column` is what the
  /// dataset calls the column with index `expected` − 1.
  case tooFewColumns(TextLine, found: Int, expected: Int, column: String?)

  /// A line has another number of columns than the first line of the file, or of the sentence.
  case unequalColumns(TextLine, found: Int, expected: Int, firstLine: Int)

  /// A column that is read holds nothing, or only blanks.
  case emptyColumn(TextLine, column: String)

  /// A line is not UTF-8.
  case invalidUTF8(TextLine)

  /// A line holds a control character, such as NUL or a carriage return that ends no line.
  case controlCharacter(TextLine, UInt8)

  /// A line of more than `CorpusError.longestLine` bytes.
  case lineTooLong(TextLine)

  /// A line with the first token too many of a sentence of more than `CorpusError.longestSentence`.
  case sentenceTooLong(TextLine)

  /// A line of another format than the one that the dataset names.
  case otherFormat(TextLine, OtherFormat)

  /// A line of a CoNLL-U file does not have ten columns.
  case conlluWidth(TextLine, found: Int)

  /// The ID of a line of a CoNLL-U file is none, or not the next one.
  case conlluID(TextLine, found: String, expected: String)

  /// A line is not a JSON object.
  case notJSON(TextLine, problem: String)

  /// A JSON object lacks a field.
  case noField(TextLine, field: String, known: [String])

  /// A field of a JSON object holds something else than is read.
  case wrongField(TextLine, field: String, expected: String)

  /// A field does not hold a label for each token.
  case unequalFields(TextLine, field: String, found: Int, tokens: Int)

  /// A number in a field, whose dataset has `labels` labels, none of them for it.
  case unknownLabel(TextLine, field: String, number: String, labels: Int)

  /// A label that predicted tags cannot be compared with.
  case wrongTag(TextLine, WrongTag)

  /// A file without any sentence.
  case noSentences(file: String)

  /// A file of more than `CorpusError.largestFile` bytes.
  case tooLarge(file: String, bytes: Int)

  /// A file that is compressed and cannot be expanded.
  case compressed(file: String, GzipError)

  /// A file of another kind, such as an archive.
  case foreign(file: String, ForeignFormat)

  /// A column is asked for that the corpus does not have.
  case unknownColumn(file: String, name: String, known: [String])

  /// The training sentences have no label in a column.
  case noLabels(file: String, column: String)

  /// A corpus of which no part can be held out; `unit` is what is taken together.
  case tooShortToHoldOut(file: String, unit: String, found: Int)

  /// More sentences are to be held out than leave any to train on.
  case tooFewToHoldOut(file: String, wanted: Int, found: Int)

  /// The size in bytes of the largest text that is read, which takes some 13 times as much memory.
  package static let largestFile = 1 << 29

  /// The size in bytes of the longest line that is read.
  package static let longestLine = 8 << 20

  /// The most tokens of a sentence, which a network reads at once.
  package static let longestSentence = 50_000
}

/// A format that a line is recognized by.
package enum OtherFormat: Hashable, Sendable {
  /// A comment, which begins with this.
  case comments(String)

  /// CoNLL-U, of which the line is a range of words or an empty node.
  case conllu

  /// JSON objects, one in a line.
  case jsonl
}

extension CorpusError {
  /// The line that the error is about; `nil` for the file as a whole.
  package var line: TextLine? {
    switch self {
    case .tooFewColumns(let line, _, _, _), .unequalColumns(let line, _, _, _), .emptyColumn(let line, _),
      .invalidUTF8(let line), .controlCharacter(let line, _), .otherFormat(let line, _), .conlluWidth(let line, _),
      .conlluID(let line, _, _), .notJSON(let line, _), .noField(let line, _, _), .wrongField(let line, _, _),
      .unequalFields(let line, _, _, _), .unknownLabel(let line, _, _, _), .wrongTag(let line, _),
      .lineTooLong(let line), .sentenceTooLong(let line):
      line
    case .noSentences, .tooLarge, .compressed, .foreign, .unknownColumn, .noLabels, .tooShortToHoldOut,
      .tooFewToHoldOut:
      nil
    }
  }

  /// The file that the error is about.
  package var file: String {
    switch self {
    case .noSentences(let file), .tooLarge(let file, _), .compressed(let file, _), .foreign(let file, _),
      .unknownColumn(let file, _, _), .noLabels(let file, _), .tooShortToHoldOut(let file, _, _),
      .tooFewToHoldOut(let file, _, _):
      file
    case .tooFewColumns, .unequalColumns, .emptyColumn, .invalidUTF8, .controlCharacter, .otherFormat, .conlluWidth,
      .conlluID, .notJSON, .noField, .wrongField, .unequalFields, .unknownLabel, .wrongTag, .lineTooLong,
      .sentenceTooLong:
      line?.file ?? ""
    }
  }

  /// What was expected and what was found.
  package var message: String {
    switch self {
    case .tooFewColumns(_, let found, let expected, let column):
      "expected at least \(counted(expected, "column")), found \(found): "
        + (column.map { "'\($0)' is column \(expected - 1), counted from 0" }
          ?? "column \(expected - 1), counted from 0, is read")
    case .unequalColumns(_, let found, let expected, let first):
      "expected \(counted(expected, "column")) as in line \(first), found \(found)"
    case .emptyColumn(_, let column): "expected text in the column '\(column)', found none"
    case .invalidUTF8: "expected text in UTF-8, found other bytes"
    case .controlCharacter(_, let byte): "expected text, found the control character \(named(byte))"
    case .lineTooLong: "a line has at most \(CorpusError.longestLine) bytes, and this line has more"
    case .sentenceTooLong: "a sentence has at most \(CorpusError.longestSentence) tokens, and this one has more"
    case .otherFormat(_, .comments): "expected a token, found what looks like a comment"
    case .otherFormat(_, .conllu): "expected a token, found a range of words or an empty node of CoNLL-U"
    case .otherFormat(_, .jsonl): "expected columns, found a JSON object"
    case .conlluWidth(_, let found): "expected the 10 columns of CoNLL-U between tabs, found \(found)"
    case .conlluID(_, let found, let expected): "expected \(expected), found '\(found)'"
    case .notJSON(_, let problem): "cannot read the JSON object: \(problem)"
    case .noField(_, let field, let known):
      "expected the field '\(field)', found \(known.isEmpty ? "none" : "only \(shortList(known))")"
    case .wrongField(_, let field, let expected): "expected \(expected) in the field '\(field)'"
    case .unequalFields(_, let field, let found, let tokens):
      "expected \(counted(tokens, "label")) as there are tokens, found \(found) in the field '\(field)'"
    case .unknownLabel(_, let field, let number, let labels):
      labels == 0
        ? "expected texts in the field '\(field)', found the number \(number)"
        : "expected a number from 0 to \(labels - 1) in the field '\(field)', found \(number)"
    case .wrongTag(_, let problem): problem.message
    case .noSentences: "expected at least one sentence, found none"
    case .tooLarge(_, let bytes): "expected at most \(CorpusError.largestFile) bytes, found \(bytes)"
    case .compressed(_, let problem): "cannot expand the file: \(problem)"
    case .foreign(_, let kind): "expected a text, found \(kind.title)"
    case .unknownColumn(_, let name, let known):
      "unknown column '\(name)', expected one of \(known.joined(separator: ", "))"
    case .noLabels(_, let column): "expected labels in the column '\(column)', found none in the training sentences"
    case .tooFewToHoldOut(_, let wanted, let found):
      "cannot hold out \(counted(wanted, "sentence")): expected more, found \(found)"
    case .tooShortToHoldOut(_, let unit, let found):
      "cannot hold out development data: expected at least \(counted(2, unit)), found \(found)"
    }
  }

  /// What to do about it.
  package var help: String {
    switch self {
    case .tooFewColumns(_, _, _, nil): "complete the line, or choose another column"
    case .tooFewColumns: "complete the line, or correct the dataset's 'columns'"
    case .unequalColumns(_, _, _, _):
      """
      a token or tag may hold a blank, or an empty line between sentences may be missing; write 'separator: tab' if \
      columns may hold blanks, 'width: sentence' if sentences have different numbers of columns
      """
    case .emptyColumn: "write the value, or correct the dataset's 'columns' or 'separator'"
    case .invalidUTF8: "convert the file, for example with 'iconv -f latin1 -t utf-8'"
    case .controlCharacter: "save the file as plain text in UTF-8, with one token per line"
    case .lineTooLong: "check that the file is a text in lines"
    case .sentenceTooLong: "separate sentences: by empty lines in columns, by line breaks in text and JSON"
    case .otherFormat(_, .comments(let prefix)):
      "write 'comments: \"\(prefix)\"' in the dataset, or 'format: conllu' for a CoNLL-U file"
    case .otherFormat(_, .conllu): "write 'format: conllu' in the dataset, which leaves such lines out"
    case .otherFormat(_, .jsonl): "write 'format: jsonl' in the dataset"
    case .conlluWidth: "correct the line, or write 'format: columns' if the file is not CoNLL-U"
    case .conlluID: "correct the IDs of the sentence, which count its words from 1"
    case .notJSON: "write one object per line, such as {\"tokens\": [\"a\"], \"tags\": [\"O\"]}"
    case .noField: "correct the name of the field in the dataset, or complete the object"
    case .wrongField, .unequalFields: "correct the object"
    case .unknownLabel(_, let field, _, let labels):
      labels == 0
        ? "name what the numbers stand for, as in '{field: \(field), labels: [O, B-PER, I-PER]}'"
        : "complete the dataset's list of labels, or correct the object"
    case .wrongTag(_, let problem): problem.advice
    case .noSentences: "check that this is the right file and that it is complete"
    case .tooLarge, .compressed(_, .tooLarge): "split the corpus into several files, and list them"
    case .compressed(_, .tooDense): "check that this is the right file, or expand it and name the expanded one"
    case .compressed: "check the file with 'gzip --test', and fetch it again if it is incomplete"
    case .foreign(_, let kind): kind.help
    case .unknownColumn: "add the column to the dataset's 'columns'"
    case .noLabels: "correct 'missing' or 'labels' of the task, or train on sentences with labels"
    case .tooFewToHoldOut: "hold out fewer sentences, or give the dataset a dev file"
    case .tooShortToHoldOut: "give the dataset a dev file"
    }
  }

  private func named(_ byte: UInt8) -> String {
    switch byte {
    case 0: "NUL"
    case 0x0D: "CR (a carriage return that does not end a line)"
    default: "U+00" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
  }
}

extension CorpusError: CustomStringConvertible {
  /// The message as compilers print it: `file:line: error: message: "line"; help`.
  package var description: String {
    let place = line?.place ?? "\(file.visible):1"
    return "\(place): error: \(message)\(line.map { ": \"\($0.text)\"" } ?? ""); \(help)"
  }
}
