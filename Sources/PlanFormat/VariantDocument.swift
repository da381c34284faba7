package import ExperimentSpec

/// A plan of one variant, whose stages stand in another file: the variant calls them by all digits of their
/// fingerprints.
///
/// A fingerprint is computed from those of all stages that a stage needs, so that stages of another compilation either
/// are the same or are not there.
package struct VariantDocument: Sendable {
  /// The experiment's name.
  package let name: String
  package let baseline: Placed<String>?

  /// What running the plan may cost; no part of any stage.
  package var budget: Budget?

  /// The path of the file with the stages, as seen from this file.
  package let stages: Placed<String>

  package let variant: PlanDocument.VariantEntry
}
