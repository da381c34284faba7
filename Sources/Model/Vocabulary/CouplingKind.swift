/// A kind of exchange between the towers of a network.
package enum CouplingKind: String, KeyNamed {
  /// A learned T × T matrix after each layer mixes the towers' outputs.
  ///
  /// Source: Misra, Shrivastava, Gupta and Hebert, "Cross-stitch networks for multi-task learning" (CVPR 2016).
  case crossStitch = "cross_stitch"
}
