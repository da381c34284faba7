package import Planning

/// The stages of a plan as the files of its variants share them: each once, under the first digits of its fingerprint,
/// and beside those that do the same with other masks.
package struct StagesDocument: Sendable {
  package var files: [PlanDocument.FileEntry] = []

  /// The records that groups refer to, by name: networks, tasks, and the tensors that masks are about.
  package var values: [String: CanonicalValue] = [:]

  package var groups: [Group] = []

  /// Stages of one operation whose parameters differ in nothing but masks, and which have some inputs in common.
  package struct Group: Sendable {
    package let operation: Placed<String>
    package let version: Int

    /// The name of the value that the masks are about.
    package let universe: Placed<String>?

    /// The parameters but for masks.
    package let parameters: CanonicalValue

    /// The inputs of every stage of the group.
    package let inputs: [PlanDocument.InputEntry]

    package var stages: [Entry]
  }

  /// What a stage has of its own.
  package struct Entry: Sendable {
    /// The first digits of the fingerprint, by which inputs and variants refer to the stage.
    package let fingerprint: Placed<StatedFingerprint>

    package let purpose: Placed<[String]>

    /// The masks, where there are any.
    package let masks: String?

    package let inputs: [PlanDocument.InputEntry]
  }
}
