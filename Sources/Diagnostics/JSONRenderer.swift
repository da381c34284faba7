package import Text

/// Shows diagnostics to programs.
///
/// The whole is an object with the members `version` (1), `errors`, `warnings` (their numbers), `omitted` (the number
/// of findings beyond the first 5000, errors before warnings) and `diagnostics`, an array with one object for each of
/// the others, all of whose members are always there:
///
/// | member | value |
/// | --- | --- |
/// | `code` | such as `"E0112"`; stable between releases |
/// | `severity` | `"error"`, `"warning"` or `"note"` |
/// | `message` | a sentence |
/// | `label` | a few words about the place, or `null` |
/// | `path` | the dotted path in the experiment, or `null` |
/// | `place` | a place, or `null` |
/// | `others` | an array of `{"place": …, "text": …}` |
/// | `notes` | an array of strings |
/// | `help` | a string or `null` |
/// | `fixes` | an array of `{"message": …, "place": …, "replacement": …}`: alternatives, each of which mends it |
///
/// A place is `{"file", "line", "column", "endLine", "endColumn", "start", "end"}`: lines and columns from 1 with
/// columns counting Unicode code points, the end being the column after the last one, and byte offsets from 0.
package struct JSONRenderer: Sendable {
  private let layout: JSONText.Layout

  package init(layout: JSONText.Layout = .pretty) { self.layout = layout }

  /// The most findings that programs are given.
  static let mostShown = 5000

  /// The text of `diagnostics` in their order, ending with a line break.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    let chosen = ShownDiagnostics(diagnostics, upTo: Self.mostShown)
    let whole: JSONValue = [
      "version": 1,
      "errors": .integer(diagnostics.count { $0.severity == .error }),
      "warnings": .integer(diagnostics.count { $0.severity == .warning }),
      "omitted": .integer(chosen.omittedCount),
      "diagnostics": .array(chosen.shown.map(Self.object)),
    ]
    return JSONText.text(of: whole, layout) + "\n"
  }

  /// The object for `diagnostic`.
  package static func object(for diagnostic: Diagnostic) -> JSONValue {
    [
      "code": .string(diagnostic.code.id),
      "severity": .string(diagnostic.severity.rawValue),
      "message": .string(diagnostic.message),
      "label": JSONValue(diagnostic.label),
      "path": JSONValue(diagnostic.path),
      "place": diagnostic.range.map(place) ?? .null,
      "others": .array(diagnostic.others.map { ["place": place($0.range), "text": .string($0.text)] }),
      "notes": .array(diagnostic.notes.map(JSONValue.string)),
      "help": JSONValue(diagnostic.help),
      "fixes": .array(
        diagnostic.fixIts.map { fix in
          [
            "message": .string(fix.message), "place": place(fix.range),
            "replacement": .string(fix.replacement),
          ]
        }),
    ]
  }

  /// The object for `range`.
  package static func place(_ range: SourceRange) -> JSONValue {
    let (start, end) = (range.start, range.end)
    return [
      "file": .string(range.file.name),
      "line": .integer(start.line), "column": .integer(start.column),
      "endLine": .integer(end.line), "endColumn": .integer(end.column),
      "start": .integer(range.bytes.lowerBound), "end": .integer(range.bytes.upperBound),
    ]
  }
}
