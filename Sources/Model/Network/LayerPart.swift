/// What a recurrent layer applies its parameters to: the layer below, or its own state at the neighbouring token.
package enum LayerPart: String, KeyNamed {
  case input
  case recurrent
}
