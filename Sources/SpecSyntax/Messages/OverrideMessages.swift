import Diagnostics

// What is wrong with overrides on the command line.

extension Diagnostic {
  static func overrideWithoutEquals(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.overridePath, .error, "an override is 'path=value', but here is no '='", at: place,
      help: "write for example 'training.batch=32'")
  }

  static func pathWithoutKey(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.overridePath, .error, "a key is missing in this path", at: place,
      help: "a path is keys joined by dots, such as 'training.batch'")
  }

  static func unclosedPathKey(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.overridePath, .error, "this key does not end with a quote", at: place,
      help: "within the quotes write '\\\"' for a quote and '\\\\' for a backslash")
  }

  static func unquotedPathKey(_ place: SourceRange, character: Character) -> Diagnostic {
    let name = character == "\"" ? "a quote" : "a blank"
    return Diagnostic(
      SyntaxCode.overridePath, .error, "this key of a path contains \(name)", at: place,
      help: "put the whole key into double quotes, or leave no blanks around '.' and '='")
  }

  static func textAfterPathKey(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.overridePath, .error, "after a quoted key of a path comes '.' or '=', but here is '\(place.text)'",
      at: place)
  }

  static func overrideWithoutValue(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.overrideValue, .error, "the value of this override is missing", at: place,
      help: "write '' for an empty text")
  }

  static func overrideOnSeveralLines(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.overrideValue, .error, "an override stands on one line", at: place,
      help: "write a line break within a text as \"\\n\" in double quotes")
  }

  static func overrideNotFlow(_ value: Node) -> Diagnostic {
    Diagnostic(
      SyntaxCode.overrideValue, .error, "an override cannot have \(value.blockName) as its value",
      at: value.range,
      help: "put a list into [ ], a mapping into { }, and a text with ': ', '- ' or '|' into quotes")
  }

  static func commentInOverride(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.overrideValue, .error, "'\(place.text)' would be a comment and have no effect", at: place,
      help: "put the value into quotes, and these into a second pair for the shell")
  }
}

extension Node {
  /// What the value is, for a message about how it is written.
  fileprivate var blockName: String {
    switch content {
    case .scalar: "a block of text"
    case .sequence: "a list without brackets"
    case .mapping: "a mapping without braces"
    }
  }
}
