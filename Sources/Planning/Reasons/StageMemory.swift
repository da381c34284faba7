extension Stage {
  /// A stage that was run, as far as its key is remembered.
  package struct Memory: Hashable, Sendable {
    package let label: String

    /// What it was for; `nil` for stages of releases that did not keep it.
    package let purpose: StagePurpose?

    package let version: Int

    /// `nil` for stages of releases that did not keep them.
    package let parameters: ParameterFields?

    /// The inputs: role, artifact, and the producer's identity.
    package let inputs: [InputRole.Name: Producer]

    /// Where an input came from.
    package struct Producer: Hashable, Sendable {
      package let stage: String
      package let artifact: String

      package init(stage: String, artifact: String) {
        self.stage = stage
        self.artifact = artifact
      }
    }

    package init(
      label: String, purpose: StagePurpose?, version: Int, parameters: CanonicalValue?,
      inputs: [InputRole.Name: Producer]
    ) {
      self.label = label
      self.purpose = purpose
      self.version = version
      self.parameters = parameters.map { ParameterFields(of: $0) }
      self.inputs = inputs
    }
  }

  /// Why this stage, whose operation has these parameters, is not the remembered one, and in how many fields they
  /// differ.
  fileprivate func difference(
    from memory: Memory, _ parameters: ParameterFields
  ) -> (reason: MissReason, count: Int) {
    var fields: [KeyDifference] = []
    if memory.version != operation.version {
      fields.append(
        KeyDifference(field: "version", stored: .integer(memory.version), planned: .integer(operation.version)))
    }
    fields += memory.parameters.map { parameters.differences(from: $0) } ?? []
    var changedProducers: [StageID] = []
    for input in inputs {
      let old = memory.inputs[input.role.name]
      if old?.artifact != input.artifact.rawValue {
        fields.append(
          KeyDifference(
            field: "inputs.\(input.role.name)", stored: old.map { .text($0.artifact) },
            planned: input.artifact.canonicalName))
      } else if old?.stage != input.stage.description {
        changedProducers.append(input.stage)
      }
    }
    let roles = Set(inputs.map(\.role.name))
    for (role, old) in memory.inputs.sorted(by: { $0.key < $1.key }) where !roles.contains(role) {
      fields.append(KeyDifference(field: "inputs.\(role)", stored: .text(old.artifact), planned: nil))
    }
    let count = fields.count + changedProducers.count
    guard let first = fields.first else {
      return (.upstreamChanged(changedProducers, comparedWith: memory.label), count)
    }
    return (.changed(first, comparedWith: memory.label), count)
  }
}

/// The stages that were run into a store, for comparing with those that were not.
package struct StageMemories: Sendable {
  /// How many stages one is compared with, so that a thousand cells of other names do not take a million comparisons.
  private static let comparisonLimit = 50

  private var memories: [Likeness: [Stage.Memory]] = [:]

  /// What two stages have in common.
  private struct Likeness: Hashable {
    let operation: String
    var purpose: StagePurpose?
    var name: String?

    /// The likenesses of a stage to others, the closest first.
    static func all(_ operation: String, for purpose: StagePurpose?, called name: String) -> [Likeness] {
      [
        Likeness(operation: operation, purpose: purpose, name: name),
        Likeness(operation: operation, purpose: purpose), Likeness(operation: operation),
      ]
    }
  }

  /// Creates the memories of no stages.
  package init() {}

  /// Adds the memory of a stage of `operation`.
  package mutating func add(_ memory: Stage.Memory, of operation: String) {
    for likeness in Likeness.all(operation, for: memory.purpose, called: memory.label) {
      memories[likeness, default: []].append(memory)
    }
  }

  /// Why `stage`, which a plan calls `name`, would run: compared with the most similar one of its own purpose and name,
  /// or of its purpose if none has its name, or of its operation if none has its purpose; of many, only the first are
  /// looked at.
  package func missReason(of stage: Stage, called name: String) -> MissReason {
    let candidates = Likeness.all(stage.operation.name, for: stage.purpose, called: name).lazy
      .compactMap { memories[$0] }.first
    guard let candidates else { return .neverRun }
    let parameters = ParameterFields(of: stage.operation.parameters)
    let differences = candidates.prefix(Self.comparisonLimit).map { stage.difference(from: $0, parameters) }
    return differences.min { $0.count < $1.count }?.reason ?? .neverRun
  }
}

extension InputRole {
  /// A role's name in plans and keys.
  package typealias Name = String
}
