import Model

/// The identity of a stage: the digest of everything that determines its result.
package struct StageID: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let digest: Digest

  package init(_ digest: Digest) { self.digest = digest }

  package var description: String { digest.description }

  package static func < (left: StageID, right: StageID) -> Bool { left.digest < right.digest }
}

/// A pure function of its parameters and inputs: the unit that is planned, run, stored and reused.
package struct Stage: Hashable, Sendable {
  package let id: StageID
  package let operation: Operation

  /// The artifacts of other stages that the operation reads, in the order of their roles.
  package let inputs: [Input]

  /// What the stage is for and what it is called; no part of its identity.
  private let designation: StageDesignation

  /// What the stage is for; no part of its identity. Of several purposes the one that says most.
  package var purpose: StagePurpose {
    switch designation {
    case .purpose(let purpose), .named(_, let purpose): purpose
    }
  }

  /// A name for people; no part of the stage's identity.
  package var label: String {
    switch designation {
    case .purpose(let purpose): purpose.text
    case .named(let name, _): name
    }
  }

  /// Creates the stage; its identity follows from the arguments.
  package init(_ operation: Operation, inputs: [Input], for purpose: StagePurpose, called name: String? = nil) {
    self.operation = operation
    self.inputs = inputs.sorted { $0.role < $1.role }
    designation = StageDesignation(purpose, called: name)
    id = StageID(Digest(of: Self.key(of: operation, self.inputs).encoded))
  }

  /// Creates the stage of a known identity, which is that of `operation` and `inputs`.
  init(
    known id: StageID, _ operation: Operation, inputs: [Input], for purpose: StagePurpose, called name: String? = nil
  ) {
    self.id = id
    self.operation = operation
    self.inputs = inputs
    designation = StageDesignation(purpose, called: name)
  }

  /// The key of a stage: the one place that says what its identity consists of.
  ///
  /// In: the operation's name and version, its parameters with defaults filled in, and role, stage and artifact of
  /// every input. Out: purposes, labels, names of experiments, variants and datasets, places in files, paths, dates,
  /// hosts, threads and jobs.
  static func key(of operation: Operation, _ inputs: [Input]) -> CanonicalValue {
    key(operation.name, version: operation.version, operation.parameters, inputs: inputs.canonical)
  }

  private static func key(
    _ operation: String, version: Int, _ parameters: CanonicalValue, inputs: CanonicalValue
  ) -> CanonicalValue {
    .record(
      openingOfKey(operation, version: version)
        + [
          CanonicalValue.Field(name: parametersField, value: parameters),
          CanonicalValue.Field(name: inputsField, value: inputs),
        ])
  }

  /// The fields of a key that stand before the parameters, which the inputs follow.
  static func openingOfKey(_ operation: String, version: Int) -> [CanonicalValue.Field] {
    .fields(["format": .text(keyFormat), "operation": .text(operation), "version": .integer(version)])
  }

  static let parametersField = "parameters"
  static let inputsField = "inputs"

  /// The identity of the stage whose key has these parts; each input is a role, a stage and the name of an artifact.
  package static func identity(
    _ operation: String, version: Int, _ parameters: CanonicalValue,
    inputs: [(role: String, stage: StageID, artifact: String)]
  ) -> StageID {
    let inputs = CanonicalValue.list(
      inputs.map { Input.canonical(role: $0.role, stage: $0.stage, artifact: $0.artifact) })
    return StageID(Digest(of: key(operation, version: version, parameters, inputs: inputs).encoded))
  }

  /// The format of keys, which is a part of them.
  static let keyFormat = "sharespec stage 2"

  /// The input that has this role.
  package func input(_ role: InputRole) -> Input? { inputs.first { $0.role == role } }
}

/// What a stage is for, and the name that a plan gives it, if any; takes the space of a pointer.
private enum StageDesignation: Hashable, Sendable {
  case purpose(StagePurpose)
  indirect case named(String, StagePurpose)

  init(_ purpose: StagePurpose, called name: String?) {
    self = name.map { .named($0, purpose) } ?? .purpose(purpose)
  }
}

/// A file that a stage makes.
package enum Artifact: String, KeyNamed {
  /// Words and characters in the order of their numbers.
  case vocabulary = "vocabulary.json"

  /// The pretrained vectors of the vocabulary's words.
  case wordVectors = "word_vectors.safetensors"

  /// How many words of the corpora have a pretrained vector. Stages that earlier releases carried out lack it.
  case vectorCoverage = "vector_coverage.json"

  /// Parameters: those that training selected, or those that it starts from.
  case weights = "weights.safetensors"

  /// The parameters after the last epoch.
  case lastWeights = "last.safetensors"

  /// How important each parameter that masks range over is to a task; the smallest magnitudes go first.
  case importance = "importance.safetensors"

  /// Loss, learning rate and scores of each epoch.
  case history = "history.json"

  /// A mask, one bit for each prunable scalar.
  case mask = "mask.safetensors"

  /// Which mask was picked, among which, and why.
  case choice = "choice.json"

  /// The scores of each task.
  case scores = "scores.json"

  /// What the metric of each task counts, sentence by sentence.
  case outcomes = "outcomes.safetensors"

  /// How many parameters belong to which tasks.
  case sharing = "sharing.json"
}
