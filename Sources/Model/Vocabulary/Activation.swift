/// The function that a convolution's output goes through.
package enum Activation: String, KeyNamed {
  /// The positive part.
  case relu

  /// The identity.
  case none
}
