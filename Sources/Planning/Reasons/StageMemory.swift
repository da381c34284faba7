import OrderedCollections
import Parallel

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
      package let stage: StageID
      package let artifact: String

      package init(stage: StageID, artifact: String) {
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

  /// Why this stage is not the remembered one, from which its parameters differ in `fields`, and in how many fields of
  /// the key they differ.
  fileprivate func difference(
    from memory: Memory, _ parameters: [KeyDifference]
  ) -> (reason: MissReason, count: Int) {
    var fields: [KeyDifference] = []
    if memory.version != operation.version {
      fields.append(
        KeyDifference(field: "version", stored: .integer(memory.version), planned: .integer(operation.version)))
    }
    fields += parameters
    var changedProducers: [StageID] = []
    var roles: Set<InputRole.Name> = []
    for input in inputs {
      let role = input.role.name
      roles.insert(role)
      let old = memory.inputs[role]
      if old?.artifact != input.artifact.rawValue {
        fields.append(
          KeyDifference(
            field: "inputs.\(role)", stored: old.map { .text($0.artifact) }, planned: input.artifact.canonicalName))
      } else if old?.stage != input.stage {
        changedProducers.append(input.stage)
      }
    }
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

  private var memories: [Stage.Memory] = []

  /// The places of memories by what they have in common with others.
  private var places: [Likeness: [Int]] = [:]

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
      places[likeness, default: []].append(memories.count)
    }
    memories.append(memory)
  }

  /// Why each of `stages`, which a plan calls by `names`, would run, in their order: compared with the most similar one
  /// of its own purpose and name, or of its purpose if none has its name, or of its operation if none has its purpose;
  /// of many, only the first are looked at.
  ///
  /// - Complexity: operations that differ in their masks alone are compared with a remembered stage once.
  package func missReasons(of stages: [Stage], called names: StageNames) -> [MissReason] {
    var texts = MaskTexts()
    let masks = stages.map { stage in stage.operation.taskMasks.map { texts.text(of: $0) } }
    let groups = OrderedDictionary(grouping: stages.indices) { stages[$0].operation.outline }
    let reasons = Array(groups).concurrentMap { outline, members in
      var comparison = OutlineComparison(outline, memories)
      return members.map { member in
        (
          member,
          reason(of: stages[member], called: names[stages[member].id], masks: masks[member], by: &comparison)
        )
      }
    }
    var result = [MissReason](repeating: .neverRun, count: stages.count)
    for (member, reason) in reasons.joined() { result[member] = reason }
    return result
  }

  private func reason(
    of stage: Stage, called name: String, masks: String?, by comparison: inout OutlineComparison
  ) -> MissReason {
    let candidates = Likeness.all(stage.operation.name, for: stage.purpose, called: name).lazy
      .compactMap { places[$0] }.first
    guard let candidates else { return .neverRun }
    var least: (reason: MissReason, count: Int)?
    for place in candidates.prefix(Self.comparisonLimit) {
      let difference = stage.difference(from: memories[place], comparison.differences(from: place, masks: masks))
      if difference.count < least?.count ?? .max { least = difference }
    }
    return least?.reason ?? .neverRun
  }
}

/// The parameters of operations with one outline, compared with those of remembered stages.
private struct OutlineComparison {
  private let fields: ParameterFields
  private let memories: [Stage.Memory]

  /// The differences of the outline, by the place of what it is compared with; masks always differ.
  private var known: [Int: [KeyDifference]] = [:]

  private static let masksPath = [ParameterLine.Step.field(Operation.masksField)]

  init(_ outline: Operation, _ memories: [Stage.Memory]) {
    fields = ParameterFields(of: outline.parameters)
    self.memories = memories
  }

  /// The differences of the operation with these masks, if it has any, from the memory at `place`.
  mutating func differences(from place: Int, masks: String?) -> [KeyDifference] {
    let differences =
      known[place] ?? memories[place].parameters.map { fields.differences(from: $0) } ?? []
    known[place] = differences
    guard let masks else { return differences }
    return differences.compactMap { difference in
      guard difference.path == Self.masksPath else { return difference }
      return difference.stored == .text(masks)
        ? nil : KeyDifference(at: difference.path, stored: difference.stored, planned: .text(masks))
    }
  }
}

extension InputRole {
  /// A role's name in plans and keys.
  package typealias Name = String
}
