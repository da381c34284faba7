import Diagnostics
import Planning
import Text

/// One line of a plan's text in tokens.
struct PlanTextLine {
  /// The number of blanks at its start.
  let indentation: Int
  let tokens: [Token]

  /// The bytes of the line without its break.
  let range: Range<Int>

  /// A part of a line between blanks.
  struct Token: Hashable {
    let kind: Kind
    let range: Range<Int>

    enum Kind: Hashable {
      /// A name without quotes, a number or a path.
      case word(String)
      case string(String)

      /// A name behind `@`.
      case reference(String)
      case arrow
      case equals

      /// A list or record in JSON, which reaches to the end of the line.
      case collection(CanonicalValue)

      /// What is no token.
      case other(String)
    }

    /// The name that the token spells, with or without quotes.
    var name: String? {
      switch kind {
      case .word(let text), .string(let text): text
      case .reference, .arrow, .equals, .collection, .other: nil
      }
    }
  }

  /// The line of `file` in `range`; `nil` if it is empty or a comment.
  init?(_ file: SourceFile, _ range: Range<Int>) {
    let bytes = file.bytes[range]
    let start = bytes.firstIndex { $0 != 0x20 } ?? range.upperBound
    guard start < range.upperBound, file.bytes[start] != UInt8(ascii: "#") else { return nil }
    self.range = range
    indentation = start - range.lowerBound
    var scanner = TokenScanner(bytes: bytes, place: start)
    tokens = scanner.tokens()
  }
}

/// Divides a line into tokens.
private struct TokenScanner {
  let bytes: ArraySlice<UInt8>
  var place: Int

  mutating func tokens() -> [PlanTextLine.Token] {
    var tokens: [PlanTextLine.Token] = []
    while place < bytes.endIndex {
      if bytes[place] == 0x20 { place += 1 } else { tokens.append(next()) }
    }
    return tokens
  }

  private mutating func next() -> PlanTextLine.Token {
    let start = place
    let kind: PlanTextLine.Token.Kind
    if bytes[place] == UInt8(ascii: "\"") {
      kind = string()
    } else if bytes[place] == UInt8(ascii: "@") {
      place += 1
      kind = reference()
    } else if [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(bytes[place]) {
      kind = collection()
    } else {
      kind = plain()
    }
    return PlanTextLine.Token(kind: kind, range: start..<place)
  }

  private mutating func string() -> PlanTextLine.Token.Kind {
    let start = place
    place += 1
    while place < bytes.endIndex, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") && place + 1 < bytes.endIndex ? 2 : 1
    }
    if place < bytes.endIndex { place += 1 }
    let text = Array(bytes[start..<place])
    // A token that is not a text is reported where the line expects a text.
    guard let json = try? JSONReader.read(text), case .string(let value) = json.content else {
      return .other(String(decoding: text, as: UTF8.self))
    }
    return .string(value)
  }

  private mutating func collection() -> PlanTextLine.Token.Kind {
    let text = Array(bytes[place...])
    place = bytes.endIndex
    // A token that is not a value is reported where the line expects a value.
    guard let json = try? JSONReader.read(text), let value = try? CanonicalValue(json) else {
      return .other(String(decoding: text, as: UTF8.self))
    }
    return .collection(value)
  }

  private mutating func reference() -> PlanTextLine.Token.Kind {
    guard place < bytes.endIndex, bytes[place] != 0x20 else { return .other("@") }
    if bytes[place] == UInt8(ascii: "\"") {
      guard case .string(let name) = string() else { return .other("@") }
      return .reference(name)
    }
    guard case .word(let name) = plain() else { return .other("@") }
    return .reference(name)
  }

  private mutating func plain() -> PlanTextLine.Token.Kind {
    let start = place
    while place < bytes.endIndex, bytes[place] != 0x20 { place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    switch text {
    case "<-": return .arrow
    case "=": return .equals
    default:
      // Paths have brackets, and digests a colon.
      let isWord = text.utf8.allSatisfy { PlanText.isWordByte($0) || "[]:".utf8.contains($0) }
      return isWord ? .word(text) : .other(text)
    }
  }
}
