package import Diagnostics

/// One override of the command line: a value for the place in an experiment that `path` leads to.
package struct Override: Sendable {
  /// The keys that lead to the place, each with where it is written; never empty.
  package let path: [PathKey]

  /// The new value.
  package let value: Node

  package init(path: [PathKey], value: Node) {
    self.path = path
    self.value = value
  }
}

/// The overrides that `arguments` of the command line are, their places pointing into a source called
/// `<command line>` with one of them on each line.
///
/// Returns `nil`, with every reason in `log`, if any of them is not of the form `path=value`.
package func parseOverrides(_ arguments: [String], log: inout DiagnosticLog) -> [Override]? {
  let file = SourceFile(name: "<command line>", text: arguments.joined(separator: "\n"), isFile: false)
  var line = 1
  let overrides = arguments.map { argument in
    let start = file.lineRange(line)
    let breaks = argument.utf8.count { $0 == 0x0A }
    defer { line += 1 + breaks }
    guard breaks == 0 else {
      log.record(.overrideOnSeveralLines(SourceRange(file, start)))
      return Override?.none
    }
    return parseOverride(argumentsFile: file, line: line, log: &log)
  }
  let parsed = overrides.compactMap { $0 }
  return parsed.count == arguments.count ? parsed : nil
}

/// The override `path=value` on the line numbered `line` from 1 of `argumentsFile`, the source called
/// `<command line>` that holds one override on each line.
///
/// The path is keys joined by dots; a key with a dot, an equals sign, a blank or a quote in it stands in double
/// quotes, where `\"` and `\\` stand for a quote and a backslash. The value is a plain or quoted scalar, or a list or
/// mapping in brackets. Returns `nil`, with the reason in `log`, if the line is not of that form.
package func parseOverride(
  argumentsFile: SourceFile, line: Int, log: inout DiagnosticLog
) -> Override? {
  let bytes = argumentsFile.lineRange(line)
  var findings = DiagnosticLog()
  defer { log.record(contentsOf: findings) }
  checkCharacters(of: argumentsFile, in: bytes, log: &findings)
  if findings.hasErrors { return nil }
  var reader = OverridePathReader(argumentsFile, bytes)
  guard let path = reader.readPath(log: &findings) else { return nil }
  let value = readValue(of: argumentsFile, after: reader.offset, upTo: bytes.upperBound, log: &findings)
  guard let value, !findings.hasErrors else { return nil }
  return Override(path: path, value: value)
}

/// The value behind the equals sign at `equals`.
private func readValue(
  of file: SourceFile, after equals: Int, upTo end: Int, log: inout DiagnosticLog
) -> Node? {
  let text = equals..<end
  if file.bytes[text].dropFirst().allSatisfy({ $0 == UInt8(ascii: " ") }) {
    log.record(.overrideWithoutValue(SourceRange(file, equals..<equals + 1)))
    return nil
  }
  var composer = Composer(reading: EventReader(file, text, blankingFirst: true), rules: .override)
  let value = composer.composeDocument()
  log.record(contentsOf: composer.log)
  // An anchor may stand before nothing.
  if case .scalar(let scalar) = value?.content, scalar.style == .plain, scalar.text.text.isEmpty {
    log.record(.overrideWithoutValue(SourceRange(file, equals..<equals + 1)))
    return nil
  }
  return value
}
