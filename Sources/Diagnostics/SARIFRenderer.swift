package import Text

/// Shows diagnostics to code hosts and editors, in the Static Analysis Results Interchange Format 2.1.0.
package struct SARIFRenderer: Sendable {
  private let toolVersion: String
  private let rules: [DiagnosticCode]
  private let layout: JSONText.Layout

  /// Creates a renderer for the release `toolVersion` of ShareSpec, whose rules are `rules`.
  package init(toolVersion: String, rules: [DiagnosticCode], layout: JSONText.Layout = .pretty) {
    self.toolVersion = toolVersion
    self.rules = rules
    self.layout = layout
  }

  /// The log with `diagnostics` in their order, ending with a line break. Of more than 5000, which is as many as code
  /// hosts show, the errors come first, and the property `omittedResults` of the run is the number of the others.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    let chosen = ShownDiagnostics(diagnostics, upTo: JSONRenderer.mostShown)
    let diagnostics = chosen.shown
    var rules = rules
    for code in Set(diagnostics.map(\.code)).sorted(by: { $0.id < $1.id }) where !rules.contains(code) {
      rules.append(code)
    }
    let numbers = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.id, $0) })
    let driver: JSONValue = [
      "name": "ShareSpec", "semanticVersion": .string(toolVersion), "rules": .array(rules.map(Self.rule)),
    ]
    var run: [JSONValue.Member] = [
      .init("tool", ["driver": driver]),
      .init("columnKind", "unicodeCodePoints"),
      .init("results", .array(diagnostics.map { Self.result($0, rules: numbers) })),
    ]
    if chosen.omittedCount > 0 {
      run.append(.init("properties", ["omittedResults": .integer(chosen.omittedCount)]))
    }
    let log: JSONValue = [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [.object(run)],
    ]
    return JSONText.text(of: log, layout) + "\n"
  }

  private static func rule(_ code: DiagnosticCode) -> JSONValue {
    [
      "id": .string(code.id),
      "shortDescription": ["text": .string(code.title)],
      "help": ["text": .string(code.explanation), "markdown": .string(code.explanation)],
    ]
  }

  private static func result(_ diagnostic: Diagnostic, rules: [String: Int]) -> JSONValue {
    let remarks = diagnostic.notes.map { "note: " + $0 } + (diagnostic.help.map { ["help: " + $0] } ?? [])
    var members: [JSONValue.Member] = [
      .init("ruleId", .string(diagnostic.code.id)),
      .init("ruleIndex", .integer(rules[diagnostic.code.id] ?? -1)),
      .init("level", .string(diagnostic.severity.rawValue)),
      .init("message", text(([diagnostic.message] + remarks).joined(separator: "\n"))),
    ]
    if let range = diagnostic.range {
      members.append(.init("locations", [location(range, message: diagnostic.label)]))
    }
    if !diagnostic.others.isEmpty {
      let others = diagnostic.others.enumerated().map { location($1.range, id: $0 + 1, message: $1.text) }
      members.append(.init("relatedLocations", .array(others)))
    }
    if !diagnostic.fixIts.isEmpty { members.append(.init("fixes", .array(diagnostic.fixIts.map(fix)))) }
    if let path = diagnostic.path { members.append(.init("properties", ["path": .string(path)])) }
    return .object(members)
  }

  private static func location(_ range: SourceRange, id: Int? = nil, message: String?) -> JSONValue {
    var members: [JSONValue.Member] = []
    if let id { members.append(.init("id", .integer(id))) }
    let place: JSONValue = ["artifactLocation": artifact(range.file), "region": region(range)]
    members.append(.init("physicalLocation", place))
    if let message { members.append(.init("message", text(message))) }
    return .object(members)
  }

  private static func fix(_ fix: FixIt) -> JSONValue {
    let replacement: JSONValue = [
      "deletedRegion": region(fix.range), "insertedContent": ["text": .string(fix.replacement)],
    ]
    let change: JSONValue = ["artifactLocation": artifact(fix.range.file), "replacements": [replacement]]
    return ["description": text(fix.message), "artifactChanges": [change]]
  }

  private static func region(_ range: SourceRange) -> JSONValue {
    let (start, end) = (range.start, range.end)
    return [
      "startLine": .integer(start.line), "startColumn": .integer(start.column),
      "endLine": .integer(end.line), "endColumn": .integer(end.column),
    ]
  }

  private static func text(_ text: String) -> JSONValue { ["text": .string(text)] }

  private static func artifact(_ file: SourceFile) -> JSONValue { ["uri": .string(uri(of: file.name))] }

  /// The path `name` as a URI reference: absolute ones with the scheme `file`, relative ones as they are, everything
  /// that may not stand in a URI escaped.
  static func uri(of name: String) -> String {
    let escaped = name.utf8.reduce(into: "") { uri, byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain = scalar.properties.isAlphabetic && byte < 0x80 || (0x30...0x39).contains(byte)
      if isPlain || "-._~/".utf8.contains(byte) {
        uri.unicodeScalars.append(scalar)
      } else {
        uri += "%" + hexadecimal(UInt32(byte), digits: 2)
      }
    }
    return name.hasPrefix("/") ? "file://" + escaped : escaped
  }
}
