import Diagnostics

/// Takes the comments of a text one after another, each once.
///
/// Whoever uses it moves it past every scalar, so that a `#` it meets begins a comment.
struct CommentScanner {
  private let file: SourceFile

  /// The place up to which comments have been taken.
  private(set) var offset: Int

  /// The token that was last looked for.
  private var token = -1

  /// The end of the last text that had blank lines of its own.
  private var textEnd: Int

  init(of file: SourceFile) {
    self.file = file
    offset = file.textRange.lowerBound
    textEnd = file.textRange.lowerBound - 1
  }

  /// Moves to `offset`, if that is further on.
  mutating func advance(to offset: Int) { self.offset = max(self.offset, offset) }

  /// Moves to `offset`, over a text to which the blank lines up to `textEnd` belong.
  mutating func advance(to offset: Int, overTextUpTo textEnd: Int) {
    advance(to: offset)
    self.textEnd = textEnd
  }

  /// Whether a line begins with what stands at `offset`, and the one above it is blank and belongs to no text.
  func isFirstAfterBlankLine(_ offset: Int) -> Bool {
    file.startOfBlankLine(above: offset).map { $0 > textEnd } ?? false
  }

  /// Takes the comments before the byte at `end`.
  mutating func take(before end: Int) -> [SourceComment] {
    var comments: [SourceComment] = []
    while offset < end, let start = file.bytes[offset..<end].firstIndex(of: UInt8(ascii: "#")) {
      comments.append(take(at: start))
    }
    advance(to: end)
    return comments
  }

  /// Takes the comment that follows in the same line after nothing but blanks and commas, if there is one.
  mutating func takeBeside() -> [SourceComment] {
    let rest = file.bytes[offset...]
    guard let start = rest.firstIndex(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ",") }),
      file.bytes[start] == UInt8(ascii: "#")
    else { return [] }
    return [take(at: start)]
  }

  /// Takes the comments ahead that belong to a block which has ended: those before the next token that are indented by
  /// at least `column`, and by more than that token is; the end of the text counts as indented by `outermost`.
  mutating func take(indentedBy column: Int, outermost: Int) -> [SourceComment] {
    let next = nextToken()
    let nextColumn = next < file.bytes.count ? max(outermost, file.indent(at: next)) : outermost
    var comments: [SourceComment] = []
    while let start = file.bytes[offset..<next].firstIndex(of: UInt8(ascii: "#")) {
      let comment = comment(at: start)
      guard let indentation = comment.indentation, indentation >= column, indentation > nextColumn else { break }
      comments.append(take(at: start))
    }
    return comments
  }

  /// The first byte ahead that is neither blank nor in a comment, or the end of the text.
  mutating func nextToken() -> Int {
    // Every block that ends before it asks again.
    if token >= offset { return token }
    var place = offset
    search: while place < file.bytes.count {
      switch file.bytes[place] {
      case UInt8(ascii: " "), 0x0A, 0x0D: place += 1
      case UInt8(ascii: "#"): place = file.endOfLine(at: place)
      default: break search
      }
    }
    token = place
    return place
  }

  private mutating func take(at start: Int) -> SourceComment {
    let comment = comment(at: start)
    offset = file.endOfLine(at: start)
    return comment
  }

  private func comment(at start: Int) -> SourceComment {
    SourceComment(at: start, of: file, hasBlankLineBefore: isFirstAfterBlankLine(start))
  }
}
