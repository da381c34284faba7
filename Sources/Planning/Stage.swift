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

  /// What the stage is for; no part of its identity. Of several purposes the one that says most.
  package let purpose: StagePurpose

  /// What a plan calls the stage, if it has told.
  private let givenName: StageName?

  /// A name for people; no part of the stage's identity.
  package var label: String {
    switch givenName {
    case .called(let name): name
    case nil: purpose.text
    }
  }

  /// Creates the stage; its identity follows from the arguments.
  package init(_ operation: Operation, inputs: [Input], for purpose: StagePurpose, called name: String? = nil) {
    self.operation = operation
    self.inputs = inputs.sorted { $0.role < $1.role }
    self.purpose = purpose
    givenName = name.map { .called($0) }
    id = StageID(Digest(of: Self.key(of: operation, self.inputs).encoded))
  }

  /// Creates the stage of a known identity, which is that of `operation` and `inputs`.
  init(
    known id: StageID, _ operation: Operation, inputs: [Input], for purpose: StagePurpose, called name: String? = nil
  ) {
    self.id = id
    self.operation = operation
    self.inputs = inputs
    self.purpose = purpose
    givenName = name.map { .called($0) }
  }

  /// The key of a stage: the one place that says what its identity consists of.
  ///
  /// In: the operation's name and version, its parameters with defaults filled in, and role, stage and artifact of
  /// every input. Out: purposes, labels, names of experiments, variants and datasets, places in files, paths, dates, hosts,
  /// threads and jobs.
  static func key(of operation: Operation, _ inputs: [Input]) -> CanonicalValue {
    key(operation.name, version: operation.version, operation.parameters, inputs: inputs.canonical)
  }

  private static func key(
    _ operation: String, version: Int, _ parameters: CanonicalValue, inputs: CanonicalValue
  ) -> CanonicalValue {
    .record([
      "format": .text(keyFormat), "operation": .text(operation), "version": .integer(version),
      "parameters": parameters, "inputs": inputs,
    ])
  }

  /// The identity of the stage whose key has these parts; each input is a role, a stage and the name of an artifact.
  package static func identity(
    _ operation: String, version: Int, _ parameters: CanonicalValue,
    inputs: [(role: String, stage: StageID, artifact: String)]
  ) -> StageID {
    let inputs = CanonicalValue.list(
      inputs.map {
        .record(["role": .text($0.role), "stage": .digest($0.stage.digest), "artifact": .text($0.artifact)])
      })
    return StageID(Digest(of: key(operation, version: version, parameters, inputs: inputs).encoded))
  }

  /// The format of keys, which is a part of them.
  static let keyFormat = "sharespec stage 2"

  /// The input that has this role.
  package func input(_ role: InputRole) -> Input? { inputs.first { $0.role == role } }
}

/// A stage's name in a plan, in the room of a pointer.
private indirect enum StageName: Hashable, Sendable {
  case called(String)
}

/// An artifact of another stage that a stage reads.
package struct Input: Hashable, Sendable, Canonical {
  // In the order in which they take least room.
  package let stage: StageID
  package let role: InputRole
  package let artifact: Artifact

  package init(_ role: InputRole, from stage: StageID, _ artifact: Artifact) {
    self.role = role
    self.stage = stage
    self.artifact = artifact
  }

  package var canonical: CanonicalValue {
    .record(["role": .text(role.name), "stage": .digest(stage.digest), "artifact": artifact.canonicalName])
  }
}

/// What an input is to the stage that reads it.
package enum InputRole: Hashable, Comparable, Sendable {
  /// The numbers of words and characters.
  case vocabulary

  /// The pretrained vectors of the vocabulary's words.
  case wordVectors

  /// The parameters that training starts from.
  case start

  /// Trained parameters; for pruning without training, how important each is.
  case weights

  /// The mask that stands for a symbol of the stage's mask expressions, by the symbol's spelling.
  case mask(String)

  /// The mask of a round of pruning.
  case candidate(round: Int)

  /// The scores of a round of pruning.
  case history(round: Int)

  /// The role's name in plans and keys.
  package var name: String {
    switch self {
    case .vocabulary: "vocabulary"
    case .wordVectors: "word_vectors"
    case .start: "start"
    case .weights: "weights"
    case .mask(let symbol): "mask \(symbol)"
    case .candidate(let round): "candidate \(round)"
    case .history(let round): "history \(round)"
    }
  }
}

/// A file that a stage makes.
package enum Artifact: String, KeyNamed {
  /// Words and characters in the order of their numbers.
  case vocabulary = "vocabulary.json"

  /// The pretrained vectors of the vocabulary's words.
  case wordVectors = "word_vectors.safetensors"

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

  /// How many parameters belong to which tasks.
  case sharing = "sharing.json"
}

extension Operation {
  /// The files that the operation makes.
  package var artifacts: [Artifact] {
    switch self {
    case .vocabulary(let operation): operation.pretrained == nil ? [.vocabulary] : [.vocabulary, .wordVectors]
    case .initialize: [.weights]
    case .train: [.weights, .lastWeights, .history]
    case .sensitivity, .drawImportance: [.importance]
    case .prune, .drawMask, .importMask: [.mask]
    case .select: [.mask, .choice]
    case .evaluate: [.scores]
    case .measure: [.sharing]
    }
  }
}
