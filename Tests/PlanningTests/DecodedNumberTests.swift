import MaskAlgebra
import Model
import Testing

@testable import Planning

/// A parameter record of one operation, with what reads it.
private struct Reading {
  let operation: any StageOperation
  let universe: Bool
  let tasks: [String]
  let files: [Digest: InputFile]

  init(_ stage: Stage) {
    operation = stage.operation.definition
    universe = operation.taskMasks != nil
    tasks = Set(operation.taskNames + (operation.taskMasks?.tasks ?? []) + ["pos", "ner"]).sorted()
    files = Dictionary(
      operation.inputFiles.compactMap { file in file.digest.map { ($0, file) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// Why `value` cannot be read as parameters of the operation; `nil` if it can.
  func refusal(of value: CanonicalValue) -> ParameterError? {
    let context = ReadingContext(files: files, tasks: tasks)
    context.stageUniverse = operation.taskMasks?.universe
    func read<Record: StageOperation>(_: Record) -> ParameterError? {
      do throws(ParameterError) { _ = try Record(reading: value, in: context) } catch { return error }
      return nil
    }
    return read(operation)
  }
}

extension CanonicalValue {
  /// The value with each number in it replaced in turn by what `change` makes of it, and the path of that number.
  fileprivate func changes(_ change: (CanonicalValue) -> [CanonicalValue]) -> [(path: String, value: CanonicalValue)] {
    switch self {
    case .integer, .real: return change(self).map { ("", $0) }
    case .boolean, .text, .digest: return []
    case .list(let elements):
      return elements.indices.flatMap { index in
        elements[index].changes(change).map { path, value in
          var changed = elements
          changed[index] = value
          return ("[\(index)]\(path)", .list(changed))
        }
      }
    case .record(let fields):
      return fields.indices.flatMap { index in
        fields[index].value.changes(change).map { path, value in
          var changed = fields
          changed[index] = CanonicalValue.Field(name: fields[index].name, value: value)
          return (".\(fields[index].name)\(path)", .record(changed))
        }
      }
    }
  }
}

/// Numbers that no field of the language takes.
private func outside(_ value: CanonicalValue) -> [CanonicalValue] {
  switch value {
  case .integer: [.integer(.min), .integer(-1)]
  case .real: [.real(-0.5), .real(.nan), .real(-.infinity), .real(-1e308)]
  case .boolean, .text, .digest, .list, .record: []
  }
}

/// A number that is too large for all fields but seeds.
private func tooLarge(_ value: CanonicalValue) -> [CanonicalValue] {
  switch value {
  case .integer: [.integer(.max)]
  case .boolean, .real, .text, .digest, .list, .record: []
  }
}

@Test func numbersOutsideOfTheLanguageAreRefusedInPlans() throws {
  var seen: Set<String> = []
  for text in planSpecimens {
    for stage in try plan(text).stages.values {
      let reading = Reading(stage)
      let parameters = reading.operation.canonical
      #expect(reading.refusal(of: parameters) == nil, "\(stage.label)")
      // Seeds may be as large as numbers are.
      let large = parameters.changes(tooLarge).filter { !$0.path.hasSuffix("seed") && !$0.path.hasSuffix("_from") }
      for (path, value) in parameters.changes(outside) + large {
        let refusal = reading.refusal(of: value)
        #expect(refusal != nil, "\(stage.operation.name)\(path) of \(stage.label)")
        // What is wrong is said of the number itself or of what it is a part of.
        if let refusal { #expect(".\(path.dropFirst())".hasPrefix("." + refusal.path), "\(path): \(refusal)") }
        seen.insert("\(stage.operation.name)\(path)")
      }
    }
  }
  #expect(seen.count > 100)
}

extension CanonicalValue {
  /// The record with the field called `name` changed.
  fileprivate func with(_ name: String, _ change: ([CanonicalValue]) -> [CanonicalValue]) -> CanonicalValue {
    guard case .record(let fields) = self else { return self }
    return .record(
      fields.map { field in
        guard field.name == name, case .list(let elements) = field.value else { return field }
        return CanonicalValue.Field(name: name, value: .list(change(elements)))
      })
  }
}

@Test func aStageHasEachTaskOnce() throws {
  for stage in try plan(specimenText(sharing: "hard")).stages.values {
    let reading = Reading(stage)
    guard case .record(let fields) = reading.operation.canonical, fields.contains(where: { $0.name == "tasks" })
    else { continue }
    let parameters = reading.operation.canonical
    let doubled = try #require(reading.refusal(of: parameters.with("tasks") { $0 + $0.prefix(1) }))
    #expect(doubled.path == "tasks")
    #expect(reading.refusal(of: parameters.with("tasks") { _ in [] })?.message == "expected at least one task")
    guard reading.operation.taskMasks != nil else { continue }
    #expect(reading.refusal(of: parameters.with("tasks") { $0.dropLast() })?.message == "expected a mask for each task")
  }
}

/// Masks are for the network whose parameters are counted or trained with them.
@Test func aMaskOfAnotherNetworkIsForeign() throws {
  let (small, large) = (
    try plan(specimenText(encoder: "{hidden: 8}")), try plan(specimenText(encoder: "{hidden: 9}"))
  )
  for operation in ["measure", "train", "select"] {
    let stage = try #require(small.stages.values.first { $0.operation.name == operation && $0.reads(.mask) })
    let other = try #require(large.stages.values.first { $0.label == stage.label })
    let inputs = stage.inputs.map { input in
      guard input.artifact == .mask, let producer = other.inputs.first(where: { $0.role == input.role }) else {
        return input
      }
      return producer
    }
    var stages = Array(large.stages.values.prefix { $0.id != other.id })
    stages += small.stages.values.prefix { $0.id != stage.id }.filter { one in !stages.contains { $0.id == one.id } }
    stages.append(Stage(known: stage.id, stage.operation, inputs: inputs, for: stage.purpose))
    let violations = Plan(name: "", stages: StageTable(stages), variants: [], baseline: nil).validate()
    #expect(!violations.isEmpty && violations.allSatisfy(\.isForeignMask), "\(operation): \(violations)")
  }
}

extension Stage {
  fileprivate func reads(_ artifact: Artifact) -> Bool { inputs.contains { $0.artifact == artifact } }
}

extension PlanViolation {
  fileprivate var isForeignMask: Bool { if case .foreignMask = self { true } else { false } }
}

@Test func sizesOfTextAreAddedWithoutOverflow() {
  let huge = CorpusSize(sentences: .max, tokens: 1 << 62)
  #expect(huge.and(huge) == CorpusSize(sentences: .max, tokens: .max))
  #expect(huge.and(CorpusSize(sentences: 0, tokens: 3)).tokens == (1 << 62) + 3)
  #expect(CorpusSize(sentences: 1 << 40, tokens: 1 << 60).part(.fraction(0.5)).tokens == 1 << 59)
}
