/// An artifact in a store that is not of the form that its stage makes.
package struct MalformedArtifact: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the artifact, or the learned mask that it stands for.
  package let artifact: String

  package let reason: String

  package init(artifact: String, reason: String) {
    self.artifact = artifact
    self.reason = reason
  }

  package var description: String { "'\(artifact)' in the store is malformed: \(reason)" }
}
