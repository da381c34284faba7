package import Diagnostics
import Text

/// The path of the value under `key` in the mapping at `path`: keys joined by dots, as overrides write them.
///
/// A key that a dot, an equals sign, a blank or a quote would make ambiguous stands in double quotes.
package func joinedPath(_ path: String, _ key: String) -> String {
  let written =
    key.isPlainKey ? key : "\"" + key.replacing(scalar: "\\", by: "\\\\").replacing(scalar: "\"", by: "\\\"") + "\""
  return path.isEmpty ? written : path + "." + written
}

extension String {
  /// Whether the text can be a key in a path without quotes.
  fileprivate var isPlainKey: Bool {
    let isWord = utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_") }
    if isWord { return !isEmpty }
    return !unicodeScalars.contains { $0 == "." || $0 == "=" || $0 == "\"" || $0.properties.isWhitespace }
  }
}

/// One key of a path, with where it is written.
package typealias PathKey = (name: String, range: SourceRange)

/// The keys of the path that `text` is; `nil`, with the reason in `log`, if it is none.
package func parsePath(_ text: LocatedText, log: inout DiagnosticLog) -> [PathKey]? {
  // The path is read where it stands, so that each key has its place, if it stands there as it is.
  let whole = 0..<text.text.utf8.count
  let place = text.range(of: whole)
  let isVerbatim = place.bytes.count == whole.count
  let file = isVerbatim ? place.file : SourceFile(name: place.file.name, text: text.text, isFile: place.file.isFile)
  var findings = DiagnosticLog()
  var reader = OverridePathReader(file, isVerbatim ? place.bytes : whole, needsEquals: false)
  let keys = reader.readPath(log: &findings)
  for var finding in findings.diagnostics {
    if !isVerbatim { finding.range = text.whole }
    log.record(finding)
  }
  return keys?.map { ($0.name, isVerbatim ? $0.range : text.whole) }
}
