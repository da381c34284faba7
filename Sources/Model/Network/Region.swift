/// The place of a tensor in the base network.
package enum Region: Hashable, Sendable {
  /// The convolution over the characters of a word.
  case charCNN

  /// One part of one direction of an encoder layer; layers count from 1.
  case encoder(layer: Int, direction: Direction, part: LayerPart)

  /// The encoder layer that the region belongs to, if any.
  package var layer: Int? {
    switch self {
    case .charCNN: nil
    case .encoder(let layer, _, _): layer
    }
  }
}
