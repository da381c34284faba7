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

extension VariantDocument {
  /// The document as text.
  package var text: String {
    var writer = PlanTextWriter()
    writer.write(self)
    return writer.text
  }
}

extension PlanListDocument {
  /// The document as text.
  package var text: String {
    var writer = PlanTextWriter()
    writer.write(self)
    return writer.text
  }
}

/// Writes a plan line by line: a word that says what a line is, then what it is about.
struct PlanTextWriter {
  private(set) var text = ""
  private(set) var shared = SharedValues()

  mutating func write(_ document: PlanDocument) {
    begin(.plan, document.name, document.baseline?.value, document.budget)
    write(document.files)
    for universe in document.universes { shared.add(universe.value, called: universe.name.value) }
    // Stages come after the values that they refer to, which only writing them brings to light.
    let head = text
    text = ""
    for stage in document.stages { write(stage) }
    let stages = text
    text = head
    write(shared)
    text += stages
    for variant in document.variants { write(variant) }
    end(document.stages.count, document.variants.count)
  }

  mutating func write(_ document: VariantDocument) {
    begin(.variant, document.name, document.baseline?.value, document.budget)
    line("stages", quoted(document.stages.value))
    write(document.variant)
    end(0, 1)
  }

  mutating func write(_ document: PlanListDocument) {
    begin(.list, document.name, document.baseline?.value, document.budget)
    line()
    for part in document.parts { line("part", quoted(part.path.value), quoted(part.prefix)) }
    end(document.parts.count)
  }

  mutating func write(_ group: StagesDocument.Group) {
    line()
    line("group", word(group.operation.value), "\(group.version)")
    if let universe = group.universe { line("  universe", word(universe.value)) }
    writeParameters(group.parameters)
    write(group.inputs)
    for stage in group.stages {
      line("stage", stage.fingerprint.value.digits)
      line("  purpose", stage.purpose.value.map(word).joined(separator: " "))
      if let masks = stage.masks { write([.field(Operation.masksField)], scalar(.text(masks))) }
      write(stage.inputs)
    }
  }

  // MARK: Parts

  /// Writes the first lines.
  mutating func begin(
    _ kind: PlanFileKind, _ name: String? = nil, _ baseline: String? = nil, _ budget: Budget? = nil
  ) {
    line(kind.rawValue)
    if let name { line("name", quoted(name)) }
    if let baseline { line("baseline", quoted(baseline)) }
    if let budget { write(budget) }
  }

  /// Writes the last line, which counts what stands before it.
  mutating func end(_ counts: Int...) {
    line()
    line("end", counts.map(String.init).joined(separator: " "))
  }

  mutating func write(_ files: [PlanDocument.FileEntry]) {
    if !files.isEmpty { line() }
    for file in files { line("file", scalar(.digest(file.digest)), quoted(file.path)) }
  }

  mutating func write(_ shared: SharedValues) {
    for (name, value) in shared.values.sorted(by: { $0.key < $1.key }) { write(value, called: name) }
  }

  /// A line for each limit: hours, and numbers of bytes.
  private mutating func write(_ budget: Budget) {
    if let hours = budget.hours { line("budget", "hours", JSONText.text(of: .real(hours.value))) }
    if let memory = budget.memory { line("budget", "memory", "\(memory.value.bytes)") }
    if let disk = budget.disk { line("budget", "disk", "\(disk.value.bytes)") }
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
    line("  fingerprint", stage.fingerprint.value.digits)
    if let universe = stage.universe { line("  universe", word(universe.value)) }
    writeParameters(stage.parameters)
    write(stage.inputs)
  }

  private mutating func writeParameters(_ parameters: CanonicalValue) {
    for (path, entry) in shared.lines(of: parameters) {
      switch entry {
      case .value(let value): write(path, scalar(value))
      case .reference(let name): write(path, "@" + word(name))
      }
    }
  }

  private mutating func write(_ inputs: [PlanDocument.InputEntry]) {
    for input in inputs {
      line("  \(word(input.role)) <- \(word("\(input.stage.value)/\(input.artifact.value)"))")
    }
  }

  private mutating func write(_ variant: PlanDocument.VariantEntry) {
    line()
    line("variant", word(variant.name.value))
    line("  group", word(variant.group))
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
      for set in component.sets { line("    set", word(set.name), word(set.evaluate.value)) }
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
    PlanText.isWord(name) ? name : quoted(name)
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
  /// Whether `name` may stand without quotes: an equals sign alone would be one.
  static func isWord(_ name: String) -> Bool {
    !name.isEmpty && name != "=" && name.utf8.allSatisfy(isWordByte)
  }

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
