import Diagnostics

/// A literal (`|`) or folded (`>`) scalar as it is written, without its indentation.
struct BlockText: Sendable {
  /// `|` or `>`.
  let style: String

  /// What becomes of the line breaks at its end: `-` none is kept, `+` all are, nothing for one.
  let chomping: String

  /// The lines, without the blanks that all of them begin with; empty ones at the end only where they count.
  let lines: [String]

  /// The end of its last line in the source.
  let end: Int

  /// The text of `file` that is written at `bytes`, inside a block collection indented by `column`.
  init(_ bytes: Range<Int>, of file: SourceFile, insideColumn column: Int) {
    let header = file.bytes[bytes].prefix { $0 > 0x20 }
    style = file.text(in: bytes.lowerBound..<bytes.lowerBound + 1)
    chomping = header.first { "+-".utf8.contains($0) }.map { String(Unicode.Scalar($0)) } ?? ""

    let places = file.lines(in: bytes)
    let written = places.dropFirst().map { file.bytes[$0] }
    let stated = header.first { (0x31...0x39).contains($0) }.map { max(column, 0) + Int($0) - 0x30 }
    let text = written.first { !$0.allSatisfy { $0 == UInt8(ascii: " ") } }
    let indentation = stated ?? text?.prefix { $0 == UInt8(ascii: " ") }.count ?? Int.max
    var lines = written.map { line in
      let blanks = line.prefix(indentation).prefix { $0 == UInt8(ascii: " ") }
      return String(decoding: line[blanks.endIndex...], as: UTF8.self)
    }
    if chomping != "+" { while lines.last?.isEmpty == true { lines.removeLast() } }
    self.lines = lines
    end = places[lines.count].upperBound
  }

  /// The text from `|` or `>` to the end of the line; the indentation is stated where the text doesn't show it.
  var header: String {
    let first = lines.first { !$0.isEmpty }
    return style + (first?.utf8.first == UInt8(ascii: " ") ? "\(CanonicalStyle.indentation)" : "") + chomping
  }

  /// Whether blank lines behind the text are part of it.
  var keepsBlankLines: Bool { chomping == "+" }
}

extension SourceFile {
  /// The lines of `bytes`, without their breaks; none after a break at the end.
  func lines(in bytes: Range<Int>) -> [Range<Int>] {
    guard !bytes.isEmpty else { return [] }
    return (lineNumber(at: bytes.lowerBound)...lineNumber(at: bytes.upperBound - 1)).map {
      lineRange($0).clamped(to: bytes)
    }
  }
}
