/// The order in which pruning drops parameters of equal magnitude.
package enum Ties: String, KeyNamed {
  /// The first in the order of the network's tensors go first.
  case first

  /// The last in the order of the network's tensors go first.
  case last
}
