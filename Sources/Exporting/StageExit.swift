/// What `sharespec stage run` ends with: what engines, and the scripts that are written for them, go by.
package enum StageExit: Int32, Sendable, CaseIterable {
  /// The stage's results are in the store.
  case done = 0

  /// It failed, and would again: there is a mistake to be put right.
  case failed = 1

  /// The results of a stage that it needs are not in the store. As the system's own `EX_NOINPUT`.
  case missingInputs = 66

  /// It was stopped before it was done; the same command goes on from there. As the system's own `EX_TEMPFAIL`.
  case interrupted = 75
}
