/// The tokens of a mask expression, the last of which is the end; what is no token is reported and marked as such.
struct MaskLexer {
  private(set) var tokens: [MaskToken] = []

  private let text: [UInt8]
  private var position = 0

  /// Reads the text of `reporter` into tokens.
  init(reportingTo reporter: inout MaskReporter) {
    text = reporter.text
    while let byte = peek() { readToken(startingWith: byte, reporter: &reporter) }
    tokens.append(MaskToken(kind: .end, bytes: text.count..<text.count))
  }

  private mutating func readToken(startingWith byte: UInt8, reporter: inout MaskReporter) {
    let start = position
    if isSpace(byte) {
      position += 1
    } else if isLetter(byte) {
      skip(while: isWordByte)
      append(.word(written(from: start)), from: start)
    } else if isDigit(byte) {
      readNumber()
      append(.number(written(from: start)), from: start)
    } else if byte == UInt8(ascii: "\"") {
      readString(reporter: &reporter)
    } else if byte == UInt8(ascii: "'"), let end = endOfSingleQuotes {
      position = end
      let inner = String(decoding: text[(start + 1)..<(end - 1)], as: UTF8.self)
      append(.string(inner), from: start)
      reporter.report(.singleQuotes, at: start..<position, replacement: "\"\(inner)\"")
    } else {
      position += signLength
      if let kind = kind(of: written(from: start)) {
        append(kind, from: start)
      } else {
        reportForeignSign(from: start, reporter: &reporter)
      }
    }
  }

  /// The number of bytes of the sign that begins here: two that mean something together, here or in other languages,
  /// or one character.
  private var signLength: Int {
    let pair = text[position...].prefix(2)
    let sign = String(decoding: pair, as: UTF8.self)
    if kind(of: sign) != nil || MaskSpelling.signs[sign] != nil { return pair.count }
    return 1 + text[(position + 1)...].prefix { $0 & 0b1100_0000 == 0b1000_0000 }.count
  }

  private func kind(of sign: String) -> MaskToken.Kind? {
    switch sign {
    case "(": .leftParenthesis
    case ")": .rightParenthesis
    case ",": .comma
    case ":": .colon
    case ".": .dot
    case "..": .dotDot
    case "~": .tilde
    case "|": .or
    case "^": .exclusiveOr
    case "-": .minus
    case "&": .and
    default: nil
    }
  }

  /// Reports the sign read since `start`, which has no meaning here, and goes on with the one that is meant.
  private mutating func reportForeignSign(from start: Int, reporter: inout MaskReporter) {
    let meant = MaskSpelling.signs[written(from: start)]
    reporter.report(.unexpectedCharacter(written(from: start)), at: start..<position, replacement: meant)
    append(meant.flatMap(kind(of:)) ?? .unknown, from: start)
  }

  /// Reads digits, then a fraction and an exponent if they are there and the number does not follow a dot: in
  /// `encoder.1.forward` and `layers(1..2)` dots separate.
  private mutating func readNumber() {
    let followsDot = tokens.last?.kind == .dot && tokens.last?.bytes.upperBound == position
    skip(while: isDigit)
    if followsDot { return }
    if peek() == UInt8(ascii: "."), let next = peek(1), isDigit(next) {
      position += 1
      skip(while: isDigit)
    }
    guard let mark = peek(), mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return }
    let hasSign = peek(1) == UInt8(ascii: "-") || peek(1) == UInt8(ascii: "+")
    if let first = peek(hasSign ? 2 : 1), isDigit(first) {
      position += hasSign ? 2 : 1
      skip(while: isDigit)
    }
  }

  /// Reads a string up to its closing quote; `\"` and `\\` stand for what follows the backslash.
  private mutating func readString(reporter: inout MaskReporter) {
    let start = position
    position += 1
    var decoded: [UInt8] = []
    while let byte = peek(), byte >= 0x20 {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        append(.string(String(decoding: decoded, as: UTF8.self)), from: start)
        return
      case UInt8(ascii: "\\"):
        if let escaped = peek(), escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\") {
          decoded.append(escaped)
          position += 1
        } else {
          reporter.report(.unknownEscape, at: (position - 1)..<position)
        }
      default:
        decoded.append(byte)
      }
    }
    reporter.report(.unterminatedString, at: start..<position)
    // Where the string should have ended is anybody's guess, and so is what the rest means.
    reporter.close()
    append(.string(String(decoding: decoded, as: UTF8.self)), from: start)
  }

  /// Where the text in single quotes that begins here ends, if it could stand in double quotes as it is.
  private var endOfSingleQuotes: Int? {
    let quote = UInt8(ascii: "'")
    guard let end = text[(position + 1)...].firstIndex(of: quote) else { return nil }
    let inner = text[(position + 1)..<end]
    let isPlain = inner.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    return isPlain ? end + 1 : nil
  }

  private mutating func append(_ kind: MaskToken.Kind, from start: Int) {
    tokens.append(MaskToken(kind: kind, bytes: start..<position))
  }

  private func written(from start: Int) -> String { String(decoding: text[start..<position], as: UTF8.self) }

  private func peek(_ distance: Int = 0) -> UInt8? {
    position + distance < text.count ? text[position + distance] : nil
  }

  private mutating func skip(while belongs: (UInt8) -> Bool) {
    while let byte = peek(), belongs(byte) { position += 1 }
  }
}

/// Whether `byte` is a space, a tab or part of a line break.
private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

/// Whether `byte` is an ASCII letter or an underscore.
private func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
}

/// Whether `byte` is an ASCII digit.
private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

/// Whether `byte` may stand in a word.
private func isWordByte(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
