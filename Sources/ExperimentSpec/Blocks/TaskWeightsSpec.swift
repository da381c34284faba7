/// How much the loss of each task counts where several are trained together: λ_t of the paper's Equation 2.
package enum TaskWeightsSpec: Sendable, Hashable {
  case named(TaskWeightsName)

  /// Fixed numbers, by task; a task that is not named has 1.
  case fixed([Named<Double>])

  static let type = FieldType<TaskWeightsSpec>.either([
    .scalar(FieldType.choice(TaskWeightsName.self).map(TaskWeightsSpec.named, show: \.form), shows: { $0.isNamed }),
    .mapping(FieldType.map(of: .real(in: .positive)).map(TaskWeightsSpec.fixed, show: \.form)),
  ])

  private var isNamed: Bool {
    switch self {
    case .named: true
    case .fixed: false
    }
  }

  /// The value as it could be written.
  private var form: String {
    switch self {
    case .named(let name): name.rawValue
    case .fixed(let weights): FieldType.map(of: .real(in: .positive)).show(weights)
    }
  }
}

/// A rule for the weights of all tasks.
package enum TaskWeightsName: String, Choice {
  case equal, learned

  package var documentation: String {
    switch self {
    case .equal: "1 for every task."
    case .learned:
      "λ_t = exp(−s_t), where s_t begins at 0 and is learned with the network: a step of task t minimises "
        + "exp(−s_t)·L_t + s_t/2 (Kendall, Gal and Cipolla 2018, Equation 10, with s = log σ²)."
    }
  }
}
