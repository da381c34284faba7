import Diagnostics
import Planning
import Text
import ExperimentSpec

extension PlanDocument {
  /// The document as text, for people and for review; `Grammar/plan.ebnf` describes it.
  package var text: String {
    var writer = PlanTextWriter()
    writer.write(self)
    return writer.text
  }
}

/// Writes a plan line by line: a word that says what a line is, then what it is about.
private struct PlanTextWriter {
  private(set) var text = ""
  private var shared = SharedValues()

  mutating func write(_ document: PlanDocument) {
    line(PlanDocument.format)
    line("name", quoted(document.name))
    if let baseline = document.baseline { line("baseline", quoted(baseline.value)) }
    if !document.files.isEmpty { line() }
    for file in document.files { line("file", scalar(.digest(file.digest)), quoted(file.path)) }
    for universe in document.universes { shared.add(universe.value, called: universe.name.value) }
    // Stages come after the values that they refer to, which only writing them brings to light.
    let head = text
    text = ""
    for stage in document.stages { write(stage) }
    let stages = text
    text = head
    for (name, value) in shared.values.sorted(by: { $0.key < $1.key }) { write(value, called: name) }
    text += stages
    for variant in document.variants { write(variant) }
    line()
    line("end", "\(document.stages.count)", "\(document.variants.count)")
  }

  private mutating func write(_ value: CanonicalValue, called name: String) {
    line()
    line("value", word(name))
    for parameter in ParameterLine.lines(of: value) { write(parameter.path, scalar(parameter.value)) }
  }

  private mutating func write(_ stage: PlanDocument.StageEntry) {
    line()
    line("stage", word(stage.name.value), stage.fingerprint.value.short)
    line("  purpose", stage.purpose.value.map(word).joined(separator: " "))
    line("  operation", word(stage.operation.value), "\(stage.version)")
    line("  fingerprint", stage.fingerprint.value.description)
    if let universe = stage.universe { line("  universe", word(universe.value)) }
    for (path, entry) in shared.lines(of: stage.parameters) {
      switch entry {
      case .value(let value): write(path, scalar(value))
      case .reference(let name): write(path, "@" + word(name))
      }
    }
    for input in stage.inputs {
      line("  \(word(input.role)) <- \(word("\(input.stage.value)/\(input.artifact.value)"))")
    }
  }

  private mutating func write(_ variant: PlanDocument.VariantEntry) {
    line()
    line("variant", word(variant.name.value))
    line("  declared", word(variant.place.declared))
    for value in variant.place.sweep { line("  sweep", word(value.path), quoted(value.value)) }
    line("  seed", "\(variant.place.seed)")
    line("  universe", word(variant.universe.value))
    for task in variant.tasks {
      line("  task", word(task.name), word(task.metric.value), quoted(task.mask.value))
    }
    for component in variant.components {
      line("  component", word(component.train.value), word(component.evaluate.value))
      for task in component.tasks { line("    task", word(task)) }
    }
    if let measure = variant.measure { line("  measure", word(measure.value)) }
    for start in variant.starts {
      line("  start", word(start.stage.value), start.purpose.value.map(word).joined(separator: " "))
    }
  }

  private mutating func write(_ path: [ParameterLine.Step], _ value: String) {
    line("  \(ParameterLine.text(of: path)) = \(value)")
  }

  private mutating func line(_ words: String...) { text += words.joined(separator: " ") + "\n" }

  /// What a line has behind its equals sign; a text with several lines is several texts.
  private func scalar(_ value: CanonicalValue) -> String {
    switch value {
    case .digest(let digest): ValuePrefix.digest + "\(digest)"
    case .text(let text) where text.contains("\n"):
      text.lines.map { quoted($0) }.joined(separator: "\n      ")
    case .text(let text): quoted(text)
    case .real(let value) where !value.isFinite: "\(value)"
    case .boolean, .integer, .real, .list, .record: JSONText.text(of: value.json)
    }
  }

  private func quoted(_ text: some StringProtocol) -> String { JSONText.text(of: .string(String(text))) }

  /// A name as it is, or in quotes if it could be misread.
  private func word(_ name: String) -> String {
    !name.isEmpty && name.utf8.allSatisfy(PlanText.isWordByte) ? name : quoted(name)
  }
}

extension String {
  /// The lines of the text, each with its break.
  fileprivate var lines: [Substring] {
    var lines: [Substring] = []
    var rest = self[...]
    while let end = rest.firstIndex(of: "\n") {
      lines.append(rest[...end])
      rest = rest[index(after: end)...]
    }
    return rest.isEmpty ? lines : lines + [rest]
  }
}

/// What writing and reading plans as text have in common.
enum PlanText {
  /// Whether a name may contain `byte` without standing in quotes.
  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "_.~+-/=".utf8.contains(byte)
    }
  }
}
