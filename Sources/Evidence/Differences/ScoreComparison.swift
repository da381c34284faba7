import ExperimentSpec

/// The runs behind a row of results: those of one variant under its seeds.
package struct ScoredRow: Hashable, Sendable {
  /// The names of the variants.
  package let runs: [String]

  /// The place of their plan and store among those that are compared.
  package let source: Int

  package init(_ runs: [String], of source: Int = 0) {
    self.runs = runs
    self.source = source
  }
}

/// A question about two rows of results: how much higher the scores of the left one are.
package struct ScoreComparison: Hashable, Sendable {
  package let left: ScoredRow
  package let right: ScoredRow

  /// What the scores are of; of several, the mean of their differences is asked for.
  package let columns: [ExperimentResults.Column]

  package init(_ left: ScoredRow, minus right: ScoredRow, on columns: [ExperimentResults.Column]) {
    self.left = left
    self.right = right
    self.columns = columns
  }
}

/// The runs that were compared.
package struct ComparedRuns: Hashable, Sendable {
  package let left: Int
  package let right: Int

  /// Whether each run was compared with the run of the same seed.
  package let arePaired: Bool

  /// Whether there are several on both sides, so that their variance is known.
  package var areSeveral: Bool { left > 1 && right > 1 }
}
