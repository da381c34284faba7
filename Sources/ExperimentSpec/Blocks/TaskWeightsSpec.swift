/// How much the loss of each task counts where several are trained together: λ_t of the paper's Equation 2. Numbers are
/// by task; one that is not named has 1.
package typealias TaskWeightsSpec = NamedOr<TaskWeightsName, [Named<Double>]>

/// A rule for the weights of all tasks.
package enum TaskWeightsName: String, Keyword {
  case equal, learned

  package static var synonyms: [String: Self] { ["uniform": .equal, "uncertainty": .learned] }

  package var documentation: String {
    switch self {
    case .equal: "1 for every task."
    case .learned:
      "λ_t = exp(−s_t), where s_t begins at 0 and is learned with the network: a step of task t minimises "
        + "exp(−s_t)·L_t + s_t/2 (Kendall, Gal and Cipolla 2018, Equation 10, with s = log σ²)."
    }
  }
}
