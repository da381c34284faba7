/// A part of a dataset and what it is for.
package enum Split: String, KeyNamed {
  /// What parameters and masks are learned from, without what is held out of it.
  case train

  /// What models are selected by; it may be held out of the training split.
  case dev

  /// What is only reported on.
  case test
}
