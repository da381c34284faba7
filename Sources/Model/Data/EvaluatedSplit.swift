/// The split of a dataset that a further test set consists of.
package enum EvaluatedSplit: String, KeyNamed {
  /// The test split.
  case test

  /// The development split, which may be held out from the training split.
  case dev

  /// The training split, without what is held out from it.
  case train
}
