import Diagnostics
import Planning

// The blocks of a file of stages.

extension PlanTextReader {
  /// `group operation version`, and what its stages have in common.
  mutating func readGroup(_ line: PlanTextLine) {
    let body = takeBody()
    guard let head = names(line, 2) else { return }
    guard let version = Int(head[1].value) else { return refuse(line, "expected a version") }
    var draft = ValueDraft.record([])
    var universe: Placed<String>?
    var inputs: [PlanDocument.InputEntry] = []
    for part in body {
      switch part.tokens.dropFirst().first?.kind {
      case .arrow: readInput(part, into: &inputs)
      case .equals: readParameter(part, into: &draft)
      case .word, .string, .reference, .collection, .other, nil:
        if part.tokens[0].name == "universe" { universe = names(part, 1)?[0] } else { refuse(part) }
      }
    }
    stages.groups.append(
      StagesDocument.Group(
        operation: head[0], version: version, universe: universe, parameters: draft.value, inputs: inputs, stages: []))
  }

  /// `stage digits`, and what it has of its own.
  mutating func readEntry(_ line: PlanTextLine) {
    let body = takeBody()
    guard let name = names(line, 1)?[0] else { return }
    guard let fingerprint = StatedFingerprint(startingWith: name.value) else {
      return refuse(line, "expected 12 to 64 hexadecimal digits")
    }
    var purpose: Placed<[String]>?
    var draft = ValueDraft.record([])
    var inputs: [PlanDocument.InputEntry] = []
    for part in body {
      switch part.tokens.dropFirst().first?.kind {
      case .arrow: readInput(part, into: &inputs)
      case .equals where part.tokens[0].name == Operation.masksField: readParameter(part, into: &draft)
      case .equals, .word, .string, .reference, .collection, .other, nil:
        if part.tokens[0].name == "purpose" { purpose = words(part, after: 1) } else { refuse(part) }
      }
    }
    guard let purpose else { return refuse(line, "stage '\(name.value)' has no purpose") }
    guard !stages.groups.isEmpty else { return refuse(line, "stage '\(name.value)' stands in no group") }
    var masks: String?
    if case .record(let fields) = draft.value, case .text(let text) = fields.first?.value { masks = text }
    stages.groups[stages.groups.count - 1].stages.append(
      StagesDocument.Entry(
        fingerprint: Placed(fingerprint, at: name.range), purpose: purpose, masks: masks, inputs: inputs))
  }
}
