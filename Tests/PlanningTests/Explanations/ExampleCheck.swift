import Diagnostics
import ExperimentGraph
import ExperimentSpec
import Foundation
import SpecSyntax
import TestSupport

@testable import PlanFormat
@testable import Planning

/// Holds the examples of explanations against the front end and the reader of plans.
///
/// An example in `yaml` is a part of a specification: keys that it lacks come from `base.yaml` of the fixtures. One in
/// `mask` is the mask of every task of that specification, and the lines of one in `plan` take the place of the lines
/// of the right example in the specification's plan; a wrong one that begins with `sharespec plan` is a plan of its
/// own.
struct ExampleCheck {
  private let base: SourceFile

  /// The plan of the base specification as text.
  private let plan: String

  init() throws {
    let path = projectPath("Tests/PlanningTests/Fixtures/explanations/base.yaml")
    base = SourceFile(name: "base.yaml", bytes: Array(try Data(contentsOf: URL(filePath: path))))
    plan = PlanDocument(try PlanningTests.plan(String(decoding: base.bytes, as: UTF8.self))).text
  }

  /// The examples' claims that do not hold; `code` is the code that is explained.
  func problems(of code: DiagnosticCode) -> [String] {
    let examples = DocumentedExample.all(in: code.explanation)
    let planned = examples.first { $0.language == "plan" && $0.verdict == .right }
    return examples.flatMap { example -> [String] in
      guard let findings = findings(of: example, replacing: planned) else { return [] }
      let place = "\(code.id), \(example.language) example:\n\(example.text)"
      switch example.verdict {
      case nil: return ["\(place)must be called 'right' or 'wrong'"]
      case .right where findings.isEmpty: return []
      case .right: return ["\(place)is called right and gives \(findings)"]
      case .wrong where Set(findings.map(\.code.id)) == [code.id]: return []
      case .wrong: return ["\(place)is called wrong and gives \(findings)"]
      }
    }
  }

  /// What is found in `example`; `nil` if it is run elsewhere.
  private func findings(of example: DocumentedExample, replacing right: DocumentedExample?) -> [Diagnostic]? {
    switch example.language {
    case "yaml": findings(in: example.files)
    case "mask": findings(in: [("example.yaml", "sharing: {masks: {'*': '\(example.mask)'}}\n")])
    case "plan": findings(inPlan: example, replacing: right)
    case "console": nil
    default: []
    }
  }

  /// What the front end finds in a specification, the first of `files`, which may extend the others.
  private func findings(in files: [(name: String, text: String)]) -> [Diagnostic] {
    var sources = ["base.yaml": base.bytes]
    for file in files { sources[file.name] = Array(completed(file.text).utf8) }
    var log = DiagnosticLog()
    let main = SourceFile(name: files[0].name, bytes: sources[files[0].name] ?? [])
    let read = sources
    let reader = SourceReader { path throws(SourceUnreadable) in
      guard let bytes = read[path] else { throw SourceUnreadable(reason: "there is no file '\(path)'") }
      return bytes
    }
    if let document = SpecDocument(main, log: &log),
      let composed = ComposedDocument(document, reading: reader, log: &log)
    {
      _ = ResolvedExperiment(SpecReading(composed, log: &log), log: &log)
    }
    return log.sorted
  }

  /// `text` with the keys that every specification needs; one that does not begin with a key is left as it is.
  private func completed(_ text: String) -> String {
    if text.hasPrefix("-") || text.hasPrefix("%") { return text }
    let needed = [("sharespec", "1"), ("name", "example"), ("extends", "base.yaml")]
    let lines = text.split(separator: "\n")
    return needed.filter { key, _ in !lines.contains { $0.hasPrefix("\(key):") } }.map { "\($0): \($1)\n" }.joined()
      + text
  }

  /// What is found in the plan of the base specification with the lines of `right` replaced by those of `example`.
  private func findings(inPlan example: DocumentedExample, replacing right: DocumentedExample?) -> [Diagnostic] {
    var log = DiagnosticLog()
    let lines = example.lines.map(\.withoutComment).joined(separator: "\n")
    let old = (right?.lines ?? []).map(\.withoutComment).joined(separator: "\n")
    let text: String
    if lines.hasPrefix("sharespec plan") {
      text = lines + "\n"
    } else if !old.isEmpty, plan.contains(old) {
      text = plan.replacing(old, with: lines, maxReplacements: 1)
    } else {
      return [Diagnostic(PlanCode.malformed, .error, "the plan has no '\(old)'", at: nil)]
    }
    if let document = PlanDocument(reading: SourceFile(name: "plan", text: text), log: &log) {
      _ = Plan(document, log: &log)
    }
    return log.sorted
  }
}

extension DocumentedExample {
  /// The mask of an example in the language of masks, as it stands between single quotes.
  fileprivate var mask: String {
    lines.map(\.withoutComment).joined(separator: " ").replacing("'", with: "''")
  }
}

extension String {
  /// The line without the comment at its end and the spaces before that.
  fileprivate var withoutComment: String { String(prefixMatch(of: /(.*?)(\s+# .*)?$/)?.1 ?? self[...]) }
}
