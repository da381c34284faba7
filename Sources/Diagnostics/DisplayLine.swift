import Text

/// A line of a source, or a part of it, as it is shown on a terminal: cells that know which bytes they stand for.
struct DisplayLine {
  /// What stands for one character: the character itself, blanks for a tab, or the number of one that cannot be shown.
  private struct Cell {
    let text: String
    let width: Int
    let bytes: Range<Int>
  }

  /// The text to show.
  let text: String

  /// Where the marked bytes are in it: the columns from 0, at least one.
  let marked: Range<Int>

  /// Lays out the bytes `line` of `file` so that as much as fits into `width` columns around `part` can be seen.
  init(_ line: Range<Int>, of file: SourceFile, marking part: Range<Int>, width: Int) {
    let window = Self.window(of: line, around: part, reach: 4 * width, in: file)
    let cells = Self.cells(of: window, in: file)
    let marks = Self.indices(of: part, in: cells)
    let shown = Self.shownIndices(of: cells, around: marks, width: width)
    let clipsStart = shown.lowerBound > 0 || window.lowerBound > line.lowerBound
    let clipsEnd = shown.upperBound < cells.count || window.upperBound < line.upperBound
    text = (clipsStart ? "…" : "") + cells[shown].map(\.text).joined() + (clipsEnd ? "…" : "")
    let before = cells[shown.lowerBound..<marks.lowerBound].reduce(clipsStart ? 1 : 0) { $0 + $1.width }
    let within = cells[marks.clamped(to: shown)].reduce(0) { $0 + $1.width }
    marked = before..<before + max(1, within)
  }

  /// The part of `line` that is worth laying out: `reach` bytes on either side of the start of `part`, whole
  /// characters.
  private static func window(of line: Range<Int>, around part: Range<Int>, reach: Int, in file: SourceFile)
    -> Range<Int>
  {
    func isInside(_ offset: Int) -> Bool {
      offset < line.upperBound && file.bytes[offset] & 0b1100_0000 == 0b1000_0000
    }
    var start = max(line.lowerBound, part.lowerBound - reach)
    while start > line.lowerBound, isInside(start) { start -= 1 }
    var end = min(line.upperBound, part.lowerBound + reach)
    while isInside(end) { end += 1 }
    return min(start, end)..<end
  }

  /// The cells of the bytes `window`; bytes that are not UTF-8 are shown by their values.
  private static func cells(of window: Range<Int>, in file: SourceFile) -> [Cell] {
    var cells: [Cell] = []
    var column = 0
    var offset = window.lowerBound
    while offset < window.upperBound {
      let bad = firstIllFormedSequence(in: file.bytes, within: offset..<window.upperBound)
      let end = bad?.lowerBound ?? window.upperBound
      for character in file.text(in: offset..<end) {
        let cell = Self.cell(of: character, at: offset, column: column)
        column += cell.width
        offset += character.utf8.count
        cells.append(cell)
      }
      guard let bad else { break }
      for byte in file.bytes[bad] {
        let text = "<" + hexadecimal(UInt32(byte), digits: 2) + ">"
        cells.append(Cell(text: text, width: text.count, bytes: offset..<offset + 1))
        column += text.count
        offset += 1
      }
    }
    return cells
  }

  private static func cell(of character: Character, at offset: Int, column: Int) -> Cell {
    let bytes = offset..<offset + character.utf8.count
    if character == "\t" {
      let width = 4 - column % 4
      return Cell(text: String(repeating: " ", count: width), width: width, bytes: bytes)
    }
    let text = String(character)
    let escaped = text.escapedForTerminals
    return Cell(text: escaped, width: escaped == text ? character.displayWidth : escaped.count, bytes: bytes)
  }

  /// The cells that stand for `part`; for an empty part, none before the cell at its place.
  private static func indices(of part: Range<Int>, in cells: [Cell]) -> Range<Int> {
    let first = cells.firstIndex { $0.bytes.upperBound > part.lowerBound } ?? cells.count
    let end = cells[first...].firstIndex { $0.bytes.lowerBound >= part.upperBound } ?? cells.count
    return first..<max(first, end)
  }

  /// The cells that fit into `width` columns, with the beginning of `marks` among them.
  private static func shownIndices(of cells: [Cell], around marks: Range<Int>, width: Int) -> Range<Int> {
    guard cells.reduce(0, { $0 + $1.width }) > width else { return 0..<cells.count }
    var start = marks.lowerBound
    var room = width - 2
    let lead = max(room / 4, room - cells[marks].reduce(0) { $0 + $1.width })
    var taken = 0
    while start > 0, taken + cells[start - 1].width <= min(lead, room * 3 / 4) {
      start -= 1
      taken += cells[start].width
    }
    room -= taken
    var end = marks.lowerBound
    while end < cells.count, cells[end].width <= room {
      room -= cells[end].width
      end += 1
    }
    while start > 0, cells[start - 1].width <= room {
      start -= 1
      room -= cells[start].width
    }
    return start..<end
  }
}
