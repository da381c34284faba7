package import Diagnostics
package import Model
package import SpecSyntax

// How specifications spell the choices about training, and what each stands for.

extension OptimizerKind: Choice {
  package var spelling: String {
    switch self {
    case .sgd: "sgd"
    }
  }

  package static var synonyms: [String: Self] {
    [
      "momentum": .sgd, "sgd_momentum": .sgd, "stochastic_gradient_descent": .sgd,
    ]
  }

  package var documentation: String {
    switch self {
    case .sgd: "Stochastic gradient descent with momentum: v ← μ·v + g, θ ← θ − η·v."
    }
  }
}

extension MomentumScope: Choice {
  package var spelling: String {
    switch self {
    case .subnet: "subnet"
    case .global: "global"
    }
  }

  package var documentation: String {
    switch self {
    case .subnet: "Those of the task's own subnet; all others stay what they are, bit for bit."
    case .global: "All parameters, so that momentum carries changes across masks."
    }
  }
}

extension ClippingKind: Choice {
  package var spelling: String {
    switch self {
    case .norm: "norm"
    case .value: "value"
    }
  }

  package static var synonyms: [String: Self] {
    [
      "global_norm": .norm, "grad_norm": .norm, "l2": .norm, "clamp": .value,
    ]
  }

  package var documentation: String {
    switch self {
    case .norm: "The norm of the whole gradient; a larger one is scaled down."
    case .value: "Each of its numbers by itself."
    }
  }
}

extension EpochSelection: Choice {
  package var spelling: String {
    switch self {
    case .bestOnDev: "best_on_dev"
    case .last: "last"
    }
  }

  package static var synonyms: [String: Self] {
    [
      "best": .bestOnDev, "dev": .bestOnDev, "early_stopping": .bestOnDev, "final": .last,
    ]
  }

  package var documentation: String {
    switch self {
    case .bestOnDev: "Those of the epoch with the best mean score of the tasks on their development splits."
    case .last: "Those of the last epoch."
    }
  }

  package static func refusal(of scalar: Scalar, at path: String) -> Diagnostic? {
    .selectionOffDevelopment(scalar, at: path)
  }
}
