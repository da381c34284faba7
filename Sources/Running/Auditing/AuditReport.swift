package import Planning

/// What carrying out a sample of stages again came to.
package struct AuditReport: Sendable {
  /// The stages that were compared or could not be, in the order of the sample.
  package let findings: [Finding]

  /// The numerics class of this machine.
  package let numerics: String

  /// Whether the audit was stopped before every stage of the sample had ended.
  package let isInterrupted: Bool

  package init(findings: [Finding], numerics: String, isInterrupted: Bool) {
    self.findings = findings
    self.numerics = numerics
    self.isInterrupted = isInterrupted
  }

  /// What became of one stage.
  package struct Finding: Sendable {
    package let stage: Stage
    package let verdict: Verdict

    package init(stage: Stage, verdict: Verdict) {
      self.stage = stage
      self.verdict = verdict
    }
  }

  /// How the artifacts of a stage compare with its record.
  package enum Verdict: Sendable {
    case equal

    /// Artifacts differ although the record names this machine's numerics class.
    case different([Difference])

    /// Artifacts differ, and may do so honestly: the stage's numerics class is another, or unknown if `nil`.
    case undecided([Difference], numerics: String?)

    /// The stage could not be rerun.
    case failed(StageFailure)
  }

  /// An artifact that is not what the record says.
  package struct Difference: Hashable, Sendable {
    package let artifact: String

    /// The digest in the record; `nil` if the record does not name the artifact.
    package let recorded: Digest?

    /// The digest of what was made again; `nil` if the stage does not make the artifact.
    package let made: Digest?

    package init(artifact: String, recorded: Digest?, made: Digest?) {
      self.artifact = artifact
      self.recorded = recorded
      self.made = made
    }
  }

  /// The number of stages whose artifacts are all equal.
  package var equalCount: Int { findings.count { if case .equal = $0.verdict { true } else { false } } }

  /// The number of stages that differ from records of this machine's numerics class.
  package var differentCount: Int { findings.count { if case .different = $0.verdict { true } else { false } } }

  /// The number of stages that differ from records of another numerics class, or of an unknown one.
  package var undecidedCount: Int { findings.count { if case .undecided = $0.verdict { true } else { false } } }

  /// The number of stages that could not be rerun.
  package var failedCount: Int { findings.count { if case .failed = $0.verdict { true } else { false } } }
}
