/// A piece of a script for Bash; a text is a word of a command.
package typealias Shell = Fragment<ShellSyntax>

package enum ShellSyntax: Syntax {
  /// `word` in quotation marks if Bash would otherwise read it as something else, with characters that a terminal must
  /// not be given by their numbers.
  package static func escaped(_ word: String) -> String {
    if !word.isEmpty, word.utf8.allSatisfy(isPlain) { return word }
    if word.unicodeScalars.contains(where: \.needsEscape) { return numbered(word) }
    return "'" + word.replacing(scalar: "'", by: "'\\''") + "'"
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "_-./=:,+@%".utf8.contains(byte)
    }
  }

  /// `word` as `$'…'`, in which Bash knows escapes.
  private static func numbered(_ word: String) -> String {
    let inner = word.escapingScalars { scalar in
      if scalar == "'" || scalar == "\\" { return "\\\(scalar)" }
      guard scalar.needsEscape else { return nil }
      return String(scalar).utf8.map { "\\x" + hexadecimal(UInt32($0), digits: 2) }.joined()
    }
    return "$'" + inner + "'"
  }
}

extension Fragment.StringInterpolation where Language == ShellSyntax {
  /// Appends a text that stands in a comment.
  package mutating func appendInterpolation(comment text: String) { append(syntax: text.escapedForTerminals) }
}

extension Shell {
  /// The command that this process was started with.
  package static var ownCommand: Shell { command(CommandLine.arguments) }

  /// The command that consists of `words`.
  package static func command(_ words: [String]) -> Shell { words.map { Shell($0) }.joined(separator: " ") }
}
