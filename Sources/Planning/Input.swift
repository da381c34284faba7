package import MaskAlgebra
import Model

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
}

// The key names an input by its role, its stage and its artifact, in the encoding that `encode` gives at once.
extension Input {
  package var canonical: CanonicalValue {
    Self.canonical(role: role.name, stage: stage, artifact: artifact.keyName)
  }

  static func canonical(role: String, stage: StageID, artifact: String) -> CanonicalValue {
    .record([roleField: .text(role), stageField: .digest(stage.digest), artifactField: .text(artifact)])
  }

  private static let roleField = "role"
  private static let stageField = "stage"
  private static let artifactField = "artifact"

  /// Appends the encoding of `canonical` to `bytes`.
  func encode(into bytes: inout [UInt8]) {
    bytes += Self.beforeRole
    role.encode(into: &bytes)
    bytes += Self.beforeStage
    bytes.appendDigest(stage.digest)
    bytes += Self.beforeArtifact
    bytes.appendText(artifact.keyName)
  }

  private static let beforeRole: [UInt8] = {
    var bytes: [UInt8] = []
    bytes.appendRecord(fieldCount: 3)
    bytes.appendText(roleField)
    return bytes
  }()

  private static let beforeStage = CanonicalValue.text(stageField).encoded
  private static let beforeArtifact = CanonicalValue.text(artifactField).encoded
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

  /// The mask that stands for a symbol of the stage's mask expressions.
  case mask(MaskSymbol)

  /// The mask of a round of pruning.
  case candidate(round: Int)

  /// The scores of a round of pruning.
  case history(round: Int)

  /// The mask that stands for `symbol` in the stage's mask expressions.
  package static func mask(_ symbol: LearnedMask) -> InputRole { .mask(MaskSymbol(symbol)) }

  /// What roles are named by.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case vocabulary
    case wordVectors = "word_vectors"
    case start, weights, mask, candidate, history
  }

  package var kind: Kind {
    switch self {
    case .vocabulary: .vocabulary
    case .wordVectors: .wordVectors
    case .start: .start
    case .weights: .weights
    case .mask: .mask
    case .candidate: .candidate
    case .history: .history
    }
  }

  /// The role's name in plans and keys: its kind, and what distinguishes it from others of the kind.
  package var name: String {
    switch rest {
    case .nothing: kind.rawValue
    case .text(let text): "\(kind.rawValue) \(text)"
    case .number(let number): "\(kind.rawValue) \(number)"
    }
  }

  /// Appends the encoding of `name` to `bytes`.
  fileprivate func encode(into bytes: inout [UInt8]) {
    switch rest {
    case .nothing: bytes.appendText(kind.rawValue)
    case .text(let text): bytes.appendText(kind.rawValue, " ", text)
    case .number(let number): bytes.appendText(kind.rawValue, " ", number)
    }
  }

  private var rest: Rest {
    switch self {
    case .vocabulary, .wordVectors, .start, .weights: .nothing
    case .mask(let symbol): .text(symbol.spelling)
    case .candidate(let round), .history(let round): .number(round)
    }
  }

  /// What follows the kind in a name.
  private enum Rest {
    case nothing
    case text(String)
    case number(Int)
  }
}

/// A learned mask with its spelling, which names it in keys and plans and orders inputs.
///
/// It takes the room of a pointer, and the spelling, which takes longer to find than all else of an input, is found
/// once.
package final class MaskSymbol: Sendable {
  package let mask: LearnedMask
  package let spelling: String

  package init(_ mask: LearnedMask) {
    self.mask = mask
    spelling = mask.expression.description
  }
}

extension MaskSymbol: Hashable, Comparable {
  package static func == (left: MaskSymbol, right: MaskSymbol) -> Bool { left === right || left.mask == right.mask }

  package func hash(into hasher: inout Hasher) { hasher.combine(mask) }

  package static func < (left: MaskSymbol, right: MaskSymbol) -> Bool { left.spelling < right.spelling }
}
