/// The quantity of a gradient that is bounded.
package enum ClippingKind: String, KeyNamed {
  /// The Euclidean norm of all gradients inside the task's subnet; they are scaled down together.
  case norm

  /// The size of each gradient by itself.
  case value
}
