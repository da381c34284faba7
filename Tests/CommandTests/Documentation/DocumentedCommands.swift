import Foundation

/// A command or subcommand with what its help says.
struct DocumentedCommand {
  /// The words after `sharespec`.
  let words: [String]

  /// The examples of the help text, one a line; a line that a backslash continues is one with the next.
  let examples: [String]

  let subcommands: [String]

  init(_ words: [String]) throws {
    self.words = words
    // Wide enough that no line is broken.
    let help = try CommandProcess(words + ["--help"], script: "COLUMNS=1000 exec \"$0\" \"$@\"").wait().output
    examples = Self.section("EXAMPLES", of: help.replacing(/\\\n\s*/, with: ""))
    subcommands = Self.section("SUBCOMMANDS:", of: help).compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  /// The lines of the section of `help` that `title` begins, without their indentation.
  private static func section(_ title: String, of help: String) -> [String] {
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(of: Substring(title)) else { return [] }
    return lines[(start + 1)...].prefix { !$0.isEmpty }.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// The command called `words` and all below it.
  static func all(below words: [String] = []) throws -> [DocumentedCommand] {
    let command = try DocumentedCommand(words)
    return try [command] + command.subcommands.flatMap { try all(below: words + [$0]) }
  }
}
