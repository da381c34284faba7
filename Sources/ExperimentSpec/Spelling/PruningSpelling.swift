package import Diagnostics
package import Model
package import SpecSyntax

// How specifications spell the choices about pruning, and what each stands for.

extension PruningScope: Choice {
  package var spelling: String {
    switch self {
    case .global: "global"
    case .tensor: "tensor"
    }
  }

  package static var synonyms: [String: Self] { ["layer": .tensor, "layerwise": .tensor, "local": .tensor] }

  package var documentation: String {
    switch self {
    case .global: "All prunable weights together."
    case .tensor: "Each tensor by itself."
    }
  }
}

extension Rounding: Choice {
  package var spelling: String {
    switch self {
    case .nearest: "nearest"
    case .down: "down"
    case .up: "up"
    }
  }

  package static var synonyms: [String: Self] {
    [
      "floor": .down, "truncate": .down, "ceil": .up, "ceiling": .up, "round": .nearest,
    ]
  }

  package var documentation: String {
    switch self {
    case .nearest: "The nearest whole number, halves to even."
    case .down: "The next smaller one: a round never drops more than its part."
    case .up: "The next larger one: a round never drops less than its part."
    }
  }
}

extension Ties: Choice {
  package var spelling: String {
    switch self {
    case .first: "first"
    case .last: "last"
    }
  }

  package var documentation: String {
    switch self {
    case .first: "The first."
    case .last: "The last."
    }
  }
}

extension PruningExclusion: Choice {
  package var spelling: String {
    switch self {
    case .biases: "biases"
    case .nothing: "nothing"
    }
  }

  package var documentation: String {
    switch self {
    case .biases: "Biases; weights may be dropped."
    case .nothing: "None: weights and biases may be dropped."
    }
  }
}

extension MaskSelection: Choice {
  package var spelling: String {
    switch self {
    case .bestOnDev: "best_on_dev"
    }
  }

  package static var synonyms: [String: Self] { ["best": .bestOnDev, "dev": .bestOnDev] }

  package var documentation: String {
    switch self {
    case .bestOnDev: "The one that scored best on the task's development split; of equals, the sparsest."
    }
  }

  package static func refusal(of scalar: Scalar, at path: String) -> Diagnostic? {
    .selectionOffDevelopment(scalar, at: path)
  }
}
