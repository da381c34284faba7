import OrderedCollections
import Testing

@testable import Planning

extension Stage {
  /// This stage as a store would remember it, run when a plan called it `name`.
  fileprivate func memory(called name: String) -> Memory {
    Memory(
      label: name, purpose: purpose, version: operation.version, parameters: operation.parameters,
      inputs: Dictionary(
        uniqueKeysWithValues: inputs.map {
          ($0.role.name, Memory.Producer(stage: $0.stage, artifact: $0.artifact.rawValue))
        }))
  }
}

/// The reasons for which stages of `new` would run after `old` ran, by name.
private func reasons(_ new: String, after old: String) throws -> [String: MissReason] {
  let (old, new) = (try plan(old), try plan(new))
  let (oldNames, names) = (StageNames(of: old), StageNames(of: new))
  var memories = StageMemories()
  for stage in old.stages.values { memories.add(stage.memory(called: oldNames[stage.id]), of: stage.operation.name) }
  let changed = new.stages.values.filter { old.stages[$0.id] == nil }
  return Dictionary(
    uniqueKeysWithValues: zip(changed.map { names[$0.id] }, memories.missReasons(of: changed, called: names)))
}

@Test func theFirstFieldThatDiffersIsTheReason() throws {
  let reasons = try reasons(
    specimenText(sharing: "hard", training: "{epochs: 2, batch: 20, optimizer: {learning_rate: 0.2}}"),
    after: specimenText(sharing: "hard"))
  #expect(
    reasons["train.specimen"]
      == .changed(
        KeyDifference(at: [.field("optimizer"), .field("learning_rate")], stored: .real(0.1), planned: .real(0.2)),
        comparedWith: "train.specimen"))
  guard case .upstreamChanged(let producers, _) = reasons["evaluate.specimen"] else {
    Issue.record("\(reasons)")
    return
  }
  #expect(producers.count == 1)
  #expect(reasons.count == 2)
}

@Test func theMostSimilarStageIsComparedWith() throws {
  let reasons = try reasons(
    specimenText(pruning: "{rate: {final: 0.5, rounds: 3}, epochs: 1}"), after: specimenText())
  for round in 0...3 {
    guard case .changed(let difference, let label) = reasons["round.ner.\(round)"] else {
      Issue.record("\(reasons)")
      continue
    }
    #expect(label == "round.ner.\(round)")
    #expect(difference == KeyDifference(field: "epochs", stored: .integer(2), planned: .integer(1)))
  }
}

/// Trainings of variants serve one purpose, so that only their names tell which of them is the same one, changed.
@Test func aVariantIsComparedWithItself() throws {
  func variants(_ a: String, _ b: String) -> String {
    specimenText(sharing: "hard", more: "variants: {a: {training: {\(a)}}, b: {training: {\(b)}}}")
  }
  let reasons = try reasons(
    variants("epochs: 3, batch: 25", "epochs: 5, batch: 30"),
    after: variants("epochs: 4, batch: 20", "epochs: 4, batch: 25"))
  for (name, old, new) in [("train.a", 20, 25), ("train.b", 25, 30)] {
    let difference = KeyDifference(field: "batch", stored: .integer(old), planned: .integer(new))
    #expect(reasons[name] == .changed(difference, comparedWith: name))
  }
}

/// Masks are compared by their texts, whatever else is the same.
@Test func otherMasksAreTheReason() throws {
  func text(_ mask: String) -> String { specimenText(sharing: "{masks: {'*': '\(mask)'}}") }
  let reasons = try reasons(text("all - char_cnn"), after: text("all"))
  guard case .changed(let difference, "train.specimen")? = reasons["train.specimen"] else {
    Issue.record("\(reasons)")
    return
  }
  #expect(difference.field == "masks")
  #expect(difference.stored == .text("ner: all\npos: all"))
  #expect(difference.planned == .text("ner: encoder\npos: encoder"))
}

@Test func withoutAnythingToCompareAStageNeverRan() throws {
  let plan = try plan(specimenText())
  let reasons = StageMemories().missReasons(of: plan.stages.values, called: StageNames(of: plan))
  #expect(reasons.count == plan.stages.count && reasons.allSatisfy { $0 == .neverRun })
}

@Test func aFieldThatIsGoneIsADifferenceToo() {
  let old = ParameterFields(of: .record(["a": .integer(1), "b": .list([.integer(1), .integer(2)])]))
  let new = ParameterFields(of: .record(["a": .integer(1), "b": .list([.integer(1)]), "c": .text("x")]))
  #expect(
    new.differences(from: old) == [
      KeyDifference(field: "c", stored: nil, planned: .text("x")),
      KeyDifference(at: [.field("b"), .element(1)], stored: .integer(2), planned: nil),
    ])
  #expect(new.differences(from: new) == [])
}
