/// The parameters of the base network that pruning never drops.
package enum PruningExclusion: String, KeyNamed {
  /// Biases; weights may be dropped.
  case biases

  /// No parameters: weights and biases may be dropped.
  case nothing

  /// Whether pruning may drop parameters of this attribute.
  package func prunes(_ attribute: ParameterAttribute) -> Bool {
    switch (self, attribute) {
    case (_, .weights), (.nothing, .biases): true
    case (.biases, .biases): false
    }
  }
}
