/// The rule by which a task gets one of the masks of pruning's rounds.
package enum MaskSelection: String, KeyNamed {
  /// The mask that scored best on the task's development split; of equals, the sparsest.
  case bestOnDev = "best_on_dev"
}
