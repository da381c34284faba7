/// A column of tags that follows from the sentences of any corpus, without annotation.
package enum DerivedLayer: String, KeyNamed {
  /// The token's position in its sentence, from 0.
  case position
}
