/// The part of the base network that exists once for each task.
package enum TowerScope: String, KeyNamed {
  /// Nothing: the tasks divide one network among them, for which the key name stands.
  case none = "one"

  /// The encoder; the character convolution is common.
  case encoder

  /// The encoder and the character convolution.
  case all
}
