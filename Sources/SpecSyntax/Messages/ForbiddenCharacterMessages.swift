import Diagnostics
import Text

extension Diagnostic {
  /// The finding that characters of the given kind stand at `places`, which are in order and not empty.
  static func forbiddenCharacter(_ kind: ForbiddenCharacter, at places: [SourceRange]) -> Diagnostic {
    let first = places[0]
    var notes: [String] = []
    if places.count > 1 {
      let lines = places.dropFirst().map { $0.file.lineNumber(at: $0.bytes.lowerBound) }.reduce(into: [Int]()) {
        lines, line in
        if lines.last != line { lines.append(line) }
      }
      let shown = lines.prefix(10).map(String.init).joined(separator: ", ") + (lines.count > 10 ? ", …" : "")
      notes.append("there are \(places.count - 1) more, on \(lines.count == 1 ? "line" : "lines") \(shown)")
    }
    return Diagnostic(
      kind.code, .error, kind.message(first), at: first,
      notes: notes, help: kind.help)
  }
}

extension Diagnostic {
  /// The finding that the unquoted text at `place` begins or ends with a character that only looks like a blank.
  static func unusualBlank(_ blank: Unicode.Scalar, at place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.forbiddenCharacter, .error,
      "this text begins or ends with \(blank.codePointName), which looks like a blank but is not", at: place,
      help: "replace it with a blank, or put the text into quotes if it is part of it")
  }
}

extension ForbiddenCharacter {
  fileprivate var code: DiagnosticCode {
    switch self {
    case .tab: SyntaxCode.tab
    case .loneCarriageReturn, .null, .control, .lineSeparator, .directionControl, .byteOrderMark, .nonCharacter:
      SyntaxCode.forbiddenCharacter
    }
  }

  fileprivate func message(_ place: SourceRange) -> String {
    let name = decodeScalar(in: place.file.bytes, at: place.bytes.lowerBound).scalar.codePointName
    return switch self {
    case .tab: "tabs are not allowed in a specification"
    case .loneCarriageReturn: "a carriage return that is not followed by a line feed"
    case .null: "the file contains the character NUL"
    case .control: "the file contains the control character \(name)"
    case .lineSeparator: "the file contains the line separator \(name), which YAML readers treat differently"
    case .directionControl:
      "the file contains the invisible character \(name), which changes the direction of writing"
    case .byteOrderMark: "a byte-order mark (U+FEFF) stands inside the file"
    case .nonCharacter: "the file contains \(name), which is no character"
    }
  }

  fileprivate var help: String {
    switch self {
    case .tab: "indent with spaces; within a text write \"\\t\" in double quotes"
    case .loneCarriageReturn: "end lines with LF or CR LF"
    case .null: "check that this is a text in UTF-8 and not in UTF-16"
    case .control, .directionControl, .nonCharacter:
      "remove it; within a text write it as an escape in double quotes"
    case .lineSeparator:
      "break the line with LF; within a text write \"\\N\", \"\\L\" or \"\\P\" in double quotes"
    case .byteOrderMark: "remove it; it can only stand at the very start"
    }
  }
}
