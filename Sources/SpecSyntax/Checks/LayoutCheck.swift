import Diagnostics

/// The rules of YAML about where things may stand that libyaml doesn't enforce.
///
/// Without them a text that is not YAML would be read as if it were, and by other readers otherwise or not at all.
struct LayoutCheck {
  private let file: SourceFile

  /// The column, from 0, of the innermost block collection; what belongs to its values stands further right.
  private var blockIndent = -1

  /// The place of the innermost bracket that is open.
  private(set) var openBracket: Int?

  init(of file: SourceFile) { self.file = file }

  /// Notes that a collection begins at `offset`.
  mutating func enter(isFlow: Bool, at offset: Int) {
    if !isFlow {
      blockIndent = file.indent(at: offset)
    } else if "[{".utf8.contains(file.bytes[offset]) {
      openBracket = offset
    }
  }

  /// What is wrong with the comments between two events.
  func problems(in gap: Gap) -> [Diagnostic] {
    gap.comments.filter { !isBlankBefore($0.lowerBound) }.map { comment in
      .commentWithoutBlank(
        SourceRange(file, comment.lowerBound..<comment.lowerBound + 1), entry: entry(at: comment.lowerBound))
    }
  }

  /// The entry of a list in brackets that the '#' at `offset` begins, if it may be meant to.
  private func entry(at offset: Int) -> SourceRange? {
    guard let openBracket, offset > 0, "[,".utf8.contains(file.bytes[offset - 1]) else { return nil }
    return LineView(file, file.textRange).entry(withHashAt: offset, inBracketAt: openBracket)
  }

  /// What is wrong with the anchor of `event`, or with the name of the alias that it is.
  func problems(of event: Event) -> [Diagnostic] {
    let isAlias = if case .alias = event.kind { true } else { false }
    guard isAlias || event.anchor != nil else { return [] }
    return nameProblem(at: event.bytes.lowerBound).map { [$0] } ?? []
  }

  /// What is wrong with the scalar `event`, written from `start` on, apart from the places of its lines.
  func problems(ofScalar event: Event, from start: Int) -> [Diagnostic] {
    let bytes = start..<event.bytes.upperBound
    switch event.kind {
    case .scalar(.block): return blockScalarProblems(bytes)
    case .scalar(.plain): return event.text == "-" ? [.dashInFlow(SourceRange(file, bytes))] : []
    case .scalar(.quoted), .alias, .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceStart, .sequenceEnd,
      .mappingStart, .mappingEnd:
      return []
    }
  }
}

// MARK: - Indentation

/// A line that belongs to the value of a block collection but is not indented more than that.
struct MisplacedLine {
  /// The offset of its first byte that is not a blank.
  let start: Int

  /// The number of blanks that are missing.
  let missing: Int
}

extension LayoutCheck {
  /// The lines in brackets that begin with an indicator too far left.
  func misplacedLines(in gap: Gap) -> [MisplacedLine] {
    guard let openBracket else { return [] }
    return gap.lineStarts.filter { $0 > openBracket }.compactMap(misplacedLine)
  }

  /// The line that `event`, whose value begins at `start`, begins too far left, if it stands in brackets.
  func misplacedLines(of event: Event, from start: Int) -> [MisplacedLine] {
    guard let openBracket else { return [] }
    let starts = start == event.bytes.lowerBound ? [start] : [event.bytes.lowerBound, start]
    return starts.filter { $0 > openBracket }.compactMap(misplacedLine)
  }

  /// The lines but the first of the scalar `event`, written from `start` on, that begin too far left.
  func misplacedLines(ofScalar event: Event, from start: Int) -> [MisplacedLine] {
    if case .scalar(.block) = event.kind { return [] }
    return continuationLines(of: start..<event.bytes.upperBound).compactMap(misplacedLine)
  }

  /// The first byte that is not blank in each line of `bytes` after the first, blank lines left out.
  private func continuationLines(of bytes: Range<Int>) -> [Int] {
    var starts: [Int] = []
    var offset = bytes.lowerBound
    while let lineBreak = file.bytes[offset..<bytes.upperBound].firstIndex(of: 0x0A) {
      offset = lineBreak + 1
      let text = file.bytes[offset..<bytes.upperBound].firstIndex { $0 != UInt8(ascii: " ") && $0 != 0x0D }
      guard let text else { break }
      if file.bytes[text] != 0x0A { starts.append(text) }
    }
    return starts
  }

  /// The line that begins at `offset` and belongs to the value of a block collection, if that is too far left.
  private func misplacedLine(at offset: Int) -> MisplacedLine? {
    guard let indentation = file.indentation(ofLineStartingAt: offset), indentation <= blockIndent else {
      return nil
    }
    return MisplacedLine(start: offset, missing: blockIndent + 1 - indentation)
  }

  /// What is wrong with the place of the header, the comment in it and the blank lines at the start of the block scalar
  /// at `bytes`.
  private func blockScalarProblems(_ bytes: Range<Int>) -> [Diagnostic] {
    if let line = misplacedLine(at: bytes.lowerBound) { return [.linesTooFarLeft([line], of: file)] }
    let header = file.bytes[bytes].dropFirst().prefix {
      [0x2B, 0x2D].contains($0) || (0x30...0x39).contains($0)
    }
    if header.endIndex < bytes.upperBound, file.bytes[header.endIndex] == UInt8(ascii: "#") {
      return [.commentWithoutBlank(SourceRange(file, header.endIndex..<header.endIndex + 1))]
    }
    if header.contains(where: { (0x30...0x39).contains($0) }) { return [] }
    return leadingBlankLineProblem(after: file.endOfLine(at: header.endIndex)).map { [$0] } ?? []
  }

  /// What is wrong if one of the blank lines from `offset` on has more blanks than the text below it is indented.
  private func leadingBlankLineProblem(after offset: Int) -> Diagnostic? {
    var widest = 0..<0
    var lineStart = offset
    while let lineBreak = file.bytes[lineStart...].firstIndex(of: 0x0A) {
      lineStart = lineBreak + 1
      let end = file.bytes[lineStart...].firstIndex { $0 != UInt8(ascii: " ") } ?? file.bytes.count
      if end < file.bytes.count, file.bytes[end] != 0x0A, file.bytes[end] != 0x0D {
        let indentation = end - lineStart
        let isInside = indentation > blockIndent && widest.count > indentation
        return isInside ? .blankLineTooWide(SourceRange(file, widest), indentation: indentation) : nil
      }
      if end - lineStart > widest.count { widest = lineStart..<end }
    }
    return nil
  }
}

// MARK: - Characters

extension LayoutCheck {
  private func isBlankBefore(_ offset: Int) -> Bool {
    let start = file.textRange.lowerBound
    return offset == start || [UInt8(ascii: " "), 0x0A].contains(file.bytes[offset - 1])
  }

  /// What is wrong with the name behind the `&` or `*` at or after `offset`: libyaml ends it before characters that
  /// may be part of it.
  private func nameProblem(at offset: Int) -> Diagnostic? {
    let marks = [UInt8(ascii: "&"), UInt8(ascii: "*")]
    guard let start = file.bytes[offset...].firstIndex(where: marks.contains) else { return nil }
    let end = file.endOfWord(at: start)
    let isOrdinary = file.bytes[(start + 1)..<end].allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x5F || byte == 0x2D
    }
    return isOrdinary ? nil : .oddName(SourceRange(file, start..<end))
  }
}
