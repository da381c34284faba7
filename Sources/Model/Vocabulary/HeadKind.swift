/// A kind of output layer: how the encoder's states become tags.
package enum HeadKind: String, KeyNamed {
  /// A linear layer that scores each token's tags on its own; cross entropy, mean over tokens.
  case linear

  /// A linear layer and a linear-chain conditional random field; negative log likelihood, mean over sentences.
  case crf
}
