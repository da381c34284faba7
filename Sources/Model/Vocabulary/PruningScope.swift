/// The set of parameters within which pruning compares magnitudes.
package enum PruningScope: String, KeyNamed {
  /// All prunable parameters together.
  case global

  /// Each tensor by itself.
  case tensor
}
