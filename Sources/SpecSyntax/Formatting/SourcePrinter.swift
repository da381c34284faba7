import Diagnostics
import Text

/// Writes a source tree as canonical text.
struct SourcePrinter {
  private(set) var text = ""

  /// Whether the text ends with a scalar that a further blank line would become part of.
  private var endsInKeptBlankLines = false

  /// The text of `tree`, whose keys stay in their order.
  init(_ tree: SourceTree) {
    write(tree.opening, at: 0)
    writeBlankLine(if: tree.hasBlankLineAfterOpening)
    let anchor = tree.root.anchor.map { "&" + $0 } ?? ""
    switch tree.root.content {
    case .collection(let collection):
      let start = anchor + (anchor.isEmpty ? "" : " ")
      if fits(collection, behind: start) {
        writeLine(start + collection.inlineText)
      } else {
        if !anchor.isEmpty { writeLine(anchor) }
        write(collection, at: 0)
      }
    case .nothing, .alias, .scalar, .block:
      // A specification is a mapping.
      break
    }
    write(tree.closing, at: 0)
  }
}

// MARK: - Entries

extension SourcePrinter {
  /// Writes `collection` as a block indented by `indentation`, its first entry behind `opening` if that is given.
  private mutating func write(_ collection: SourceCollection, at indentation: Int, behind opening: String? = nil) {
    for (index, entry) in collection.entries.enumerated() {
      if index == 0, let opening {
        write(entry, behind: opening, at: indentation)
      } else {
        write(entry.leading, at: indentation)
        writeBlankLine(if: entry.hasBlankLineBefore)
        write(entry, behind: blanks(indentation), at: indentation)
      }
    }
    write(collection.closing, at: indentation)
  }

  /// Writes `entry`, which belongs to a block indented by `indentation`, in a line that begins with `start`.
  private mutating func write(_ entry: SourceEntry, behind start: String, at indentation: Int) {
    let label = start + (entry.key.map { $0.text + ":" } ?? "-")
    let head = label + (entry.value.anchor.map { " &" + $0 } ?? "")
    let inner = indentation + CanonicalStyle.indentation
    switch entry.value.content {
    case .nothing(let comments):
      writeLine(head, entry.comment)
      write(comments, at: inner)
    case .alias(let name):
      writeLine(head + " *" + name, entry.comment)
    case .scalar(let lines):
      writeScalar(lines, behind: head, at: inner, entry.comment)
    case .block(let text):
      writeLine(head + " " + text.header, entry.comment)
      for line in text.lines { writeLine(line.isEmpty ? "" : blanks(inner) + line) }
      endsInKeptBlankLines = text.keepsBlankLines
    case .collection(let collection):
      if collection.entries.isEmpty || fits(collection, behind: head + " ") {
        writeLine(head + " " + collection.inlineText, entry.comment)
      } else if entry.canOpenBlockInItsLine {
        write(collection, at: inner, behind: label + " ")
      } else {
        writeLine(head, entry.comment)
        write(collection, at: inner)
      }
    }
  }

  private mutating func writeScalar(
    _ lines: [String], behind head: String, at indentation: Int, _ comment: SourceComment?
  ) {
    for (index, line) in lines.enumerated() {
      let start = index == 0 ? head + " " : line.isEmpty ? "" : blanks(indentation)
      writeLine(start + line, index == lines.count - 1 ? comment : nil)
    }
  }

  /// Whether `collection` is written in brackets and has room for them in the line that begins with `start`.
  private func fits(_ collection: SourceCollection, behind start: String) -> Bool {
    collection.inlineWidth.map { start.displayWidth + $0 <= CanonicalStyle.lineWidth } ?? false
  }
}

extension SourceEntry {
  /// Whether the first entry of the block that is its value can stand behind its dash, in the same line.
  fileprivate var canOpenBlockInItsLine: Bool {
    guard key == nil, value.anchor == nil, comment == nil, case .collection(let collection) = value.content else {
      return false
    }
    return collection.entries.first?.leading.isEmpty == true
  }
}

// MARK: - Lines

extension SourcePrinter {
  /// Writes `comments` on lines of their own.
  private mutating func write(_ comments: [SourceComment], at indentation: Int) {
    for comment in comments {
      writeBlankLine(if: comment.hasBlankLineBefore)
      writeLine(blanks(indentation) + comment.text)
    }
  }

  private mutating func writeLine(_ line: String, _ comment: SourceComment? = nil) {
    text += line
    if let comment { text += " " + comment.text }
    text += "\n"
    endsInKeptBlankLines = false
  }

  private mutating func writeBlankLine(if isWanted: Bool) {
    if isWanted, !text.isEmpty, !endsInKeptBlankLines { text += "\n" }
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
}
