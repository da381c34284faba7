/// What parameters do: multiply or add.
package enum ParameterAttribute: String, KeyNamed {
  case weights
  case biases
}
