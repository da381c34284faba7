/// A line for a terminal.
package typealias TerminalLine = Fragment<TerminalSyntax>

package enum TerminalSyntax: Syntax {
  /// `text` on one line, with what a terminal must not be given by numbers.
  package static func escaped(_ text: String) -> String { text.escapedForTerminals }
}

extension Unicode.Scalar {
  /// Whether the character is a tab or ends a line.
  var isTabOrLineEnd: Bool { ["\t", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(self) }

  /// Whether the character is one that a terminal must not be given, or one that cannot be seen.
  var needsEscape: Bool {
    if value < 0x7F { return value < 0x20 }
    // What no character will ever be, and XML cannot hold.
    if value & 0xFFFE == 0xFFFE { return true }
    return switch properties.generalCategory {
    case .control, .surrogate, .lineSeparator, .paragraphSeparator: true
    case .format: ![0x200C, 0x200D, 0xAD].contains(value)
    default: false
    }
  }
}

extension String {
  /// The text on one line, with characters that a terminal must not be given, or that cannot be seen, by their numbers.
  package var escapedForTerminals: String {
    guard unicodeScalars.contains(where: \.needsEscape) else { return self }
    return escapingScalars { $0 == "\n" ? "\\n" : $0.needsEscape ? $0.codePoint : nil }
  }

  /// Lines of text, with all else that a terminal must not be given by numbers.
  package var linesForTerminals: String {
    func isSafe(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\t" || !scalar.needsEscape }
    guard !unicodeScalars.allSatisfy(isSafe) else { return self }
    return escapingScalars { isSafe($0) ? nil : $0.codePoint }
  }
}

extension String {
  /// Whether the text can be a name: it is not empty and has no control characters.
  package var isName: Bool { !isEmpty && !unicodeScalars.contains { $0.properties.generalCategory == .control } }
}
