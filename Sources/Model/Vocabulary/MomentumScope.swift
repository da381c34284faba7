/// The parameters that a task's step moves.
package enum MomentumScope: String, KeyNamed {
  /// Parameters and momenta inside the task's subnet; all others keep their bits.
  case subnet

  /// All parameters: momentum reaches every parameter at every step, gradients those inside the subnet.
  case global
}
