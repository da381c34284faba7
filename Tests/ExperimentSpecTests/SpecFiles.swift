import Diagnostics
import SpecSyntax

@testable import ExperimentSpec

/// What reading the file `main.yaml` among `files` comes to.
func read(
  _ files: [String: String], overrides: [String] = []
) -> (spec: Spec?, findings: [String], diagnostics: [Diagnostic]) {
  var log = DiagnosticLog()
  let reader = SourceReader(namesBeside: { path in
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return files.keys.filter { $0.hasPrefix(folder) }.map { String($0.dropFirst(folder.count)) }
      .filter { !$0.contains("/") }
  }) { path throws(SourceUnreadable) in
    guard let text = files[path] else { throw SourceUnreadable(reason: "there is no file '\(path)'") }
    return Array(text.utf8)
  }
  let main = SourceFile(name: "main.yaml", text: files["main.yaml"] ?? "")
  guard let document = SpecDocument(main, log: &log),
    let composed = ComposedDocument(document, reading: reader, log: &log),
    let overrides = parseOverrides(overrides, log: &log),
    let spec = Spec(composed, overrides: overrides, log: &log)
  else { return (nil, log.sorted.map(\.summary), log.sorted) }
  return (spec, log.sorted.map(\.summary), log.sorted)
}

extension Diagnostic {
  /// Place, code and message on one line.
  var summary: String { "\(range?.description ?? "-") \(code.id) \(message)" }
}

/// A whole specification with one task and, at its end, `more`.
func specification(_ more: String, name: String = "main", training: String = "{epochs: 2}") -> String {
  """
  sharespec: 1
  name: \(name)
  datasets: {d: {format: synthetic}}
  tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
  base: {encoder: {hidden: 6}, characters: {}}
  sharing: hard
  training: \(training)
  \(more)
  """
}

/// A file that extends `base.yaml` and holds `more`.
func extending(_ more: String) -> String {
  "sharespec: 1\nname: main\nextends: base.yaml\n" + more
}
