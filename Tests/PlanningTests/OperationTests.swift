import Testing

@testable import Planning

/// A stage of each operation, by the operation's name.
private func stageOfEachOperation() throws -> [String: (stage: Stage, plan: Plan)] {
  var found: [String: (stage: Stage, plan: Plan)] = [:]
  for text in planSpecimens {
    let plan = try plan(text)
    for stage in plan.stages.values where found[stage.operation.name] == nil {
      found[stage.operation.name] = (stage, plan)
    }
  }
  return found
}

@Test func theSpecimensHaveEveryOperation() throws {
  let names = Operation.definitions.map { $0.name }
  #expect(Set(names).count == names.count)
  #expect(Set(try stageOfEachOperation().keys) == Set(names))
}

@Test func identitiesFoundFastAreThoseThatAreDefined() throws {
  let encoder = KeyEncoder()
  for (name, (stage, _)) in try stageOfEachOperation() {
    let defined = StageID(Digest(of: Stage.key(of: stage.operation, stage.inputs).encoded))
    // The template is made for the first stage, and known for the second.
    for _ in 1...2 {
      #expect(encoder.stage(stage.operation, stage.inputs, stage.purpose).id == defined, "\(name)")
    }
    let without = StageID(Digest(of: Stage.key(of: stage.operation, []).encoded))
    #expect(encoder.stage(stage.operation, [], stage.purpose).id == without, "\(name)")
    #expect(Stage(stage.operation, inputs: stage.inputs, for: stage.purpose).id == defined, "\(name)")
  }
}

@Test func identitiesFoundFastTellMasksApart() throws {
  let encoder = KeyEncoder()
  let stages = try planSpecimens.flatMap { try plan($0).stages.values }.filter {
    $0.operation.definition.taskMasks != nil
  }
  #expect(Set(stages.map(\.operation.name)) == ["train", "evaluate", "evaluate_on"])
  for stage in stages {
    #expect(encoder.stage(stage.operation, stage.inputs, stage.purpose).id == stage.id, "\(stage.label)")
  }
}

@Test func stagesHaveTheInputsThatTheirOperationsRead() throws {
  for (name, (stage, plan)) in try stageOfEachOperation() {
    func violations(_ inputs: [Input]) -> [PlanViolation] {
      var stages = Array(plan.stages.values.prefix { $0.id != stage.id })
      stages.append(Stage(known: stage.id, stage.operation, inputs: inputs, for: stage.purpose))
      return Plan(name: plan.name, stages: StageTable(stages), variants: [], baseline: nil).validate()
    }
    #expect(violations(stage.inputs) == [], "\(name)")
    let rules = stage.operation.definition.reads
    for role in rules.required {
      let rest = stage.inputs.filter { $0.role != role }
      #expect(rest.count < stage.inputs.count, "\(name) has no input '\(role.name)'")
      #expect(violations(rest) == [.missingInput(stage.id, role)], "\(name)")
    }
    let producer = try #require(plan.stages.values.first)
    let artifact = try #require(producer.operation.artifacts.first)
    for role: InputRole in [.vocabulary, .wordVectors, .start, .weights, .candidate(round: 9), .history(round: 9)]
    where !rules.required.contains(role) && !rules.optional.contains(role.kind) {
      let more = stage.inputs + [Input(role, from: producer.id, artifact)]
      guard producer.id != stage.id else { continue }
      #expect(violations(more) == [.foreignInput(stage.id, role)], "\(name)")
    }
  }
}
