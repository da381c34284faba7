/// The epoch whose parameters are the result of a training.
package enum EpochSelection: String, KeyNamed {
  /// The epoch with the best mean score of the tasks on their development splits.
  case bestOnDev = "best_on_dev"

  /// The last epoch.
  case last
}
