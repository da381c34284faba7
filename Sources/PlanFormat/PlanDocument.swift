package import Diagnostics
package import Planning
package import ExperimentSpec

/// A plan as it is written: names instead of identities, parameters as values, masks as text.
///
/// Text and JSON are two spellings of it. Reading one gives a document; a `Plan` is made of it only if everything in
/// it refers to something, and every fingerprint is that of its stage.
package struct PlanDocument: Sendable {
  package var name: String
  package var baseline: Placed<String>?

  /// What running the plan may cost; no part of any stage.
  package var budget: Budget?
  package var files: [FileEntry] = []
  package var universes: [UniverseEntry] = []
  package var stages: [StageEntry] = []
  package var variants: [VariantEntry] = []

  /// A file that stages read, known by its content.
  package struct FileEntry: Sendable {
    package let digest: Digest

    /// The path as a specification writes it.
    package let path: String

    /// Where the file was found; no part of what is written.
    package let location: String?

    package init(digest: Digest, path: String, foundAt location: String? = nil) {
      self.digest = digest
      self.path = path
      self.location = location
    }
  }

  /// The scalars that masks of stages and variants are about.
  package struct UniverseEntry: Sendable {
    /// `universe~` and the first digits of the digest of its canonical form.
    package let name: Placed<String>
    package let value: CanonicalValue
  }

  package struct StageEntry: Sendable {
    package let name: Placed<String>
    package let purpose: Placed<[String]>
    package let operation: Placed<String>
    package let version: Int
    package let fingerprint: Placed<StatedFingerprint>
    package let universe: Placed<String>?
    package let parameters: CanonicalValue
    package let inputs: [InputEntry]
  }

  package struct InputEntry: Sendable {
    package let role: String
    package let stage: Placed<String>
    package let artifact: Placed<String>
  }

  package struct VariantEntry: Sendable {
    package let name: Placed<String>
    package let group: String
    package let place: VariantPlace
    package let tasks: [TaskEntry]
    package let universe: Placed<String>
    package let components: [ComponentEntry]
    package let measure: Placed<String>?
    package let starts: [StartEntry]
  }

  /// A training that others start from: the words of its purpose, and its stage.
  package struct StartEntry: Sendable {
    package let purpose: Placed<[String]>
    package let stage: Placed<String>
  }

  /// A task of a variant: how it is scored, and its mask.
  package struct TaskEntry: Sendable {
    package let name: String
    package let metric: Placed<String>
    package let mask: Placed<String>
  }

  package struct ComponentEntry: Sendable {
    package let tasks: [String]
    package let train: Placed<String>
    package let evaluate: Placed<String>
    package var sets: [SetEntry] = []

    /// The names of the stages.
    var stages: [Placed<String>] { [train, evaluate] + sets.map(\.evaluate) }
  }

  /// A further test set, and the stage that scores a component on it.
  package struct SetEntry: Sendable {
    package let name: String
    package let evaluate: Placed<String>
  }
}

/// A value and where it was read, if it was.
package struct Placed<Value: Sendable>: Sendable {
  package let value: Value
  package let range: SourceRange?

  package init(_ value: Value, at range: SourceRange? = nil) {
    self.value = value
    self.range = range
  }
}
