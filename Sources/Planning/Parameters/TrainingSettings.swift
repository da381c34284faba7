package import ExperimentSpec
import Model

/// How much the loss of each task counts in a stage.
package enum TaskWeights: Hashable, Sendable {
  /// Equally much.
  case equal

  /// In these proportions, one for each task in the stage's order.
  case fixed([Double])

  /// As is learned in training.
  case learned
}

extension TaskWeights {
  /// What stands in keys for weights that are learned.
  private static let learnedName = "learned"

  /// What stands in a key; `nil` where all count the same.
  var canonical: CanonicalValue? {
    switch self {
    case .equal: nil
    case .fixed(let weights): .list(weights.map(CanonicalValue.real))
    case .learned: .text(Self.learnedName)
    }
  }

  /// The weights of the field called `name`, one for each of `count` tasks.
  init(_ name: String, of reader: inout ParameterReader, count: Int) throws(ParameterError) {
    guard reader.isWritten(name) else {
      self = .equal
      return
    }
    let value = try reader.value(name)
    if value == .text(Self.learnedName) {
      self = .learned
      return
    }
    var weights: [Double] = []
    if case .list(let elements) = value {
      for case .real(let weight) in elements where RealRange.positive.contains(weight) { weights.append(weight) }
    }
    guard weights.count == count else { throw reader.error(name, "expected a positive number for each task") }
    self = .fixed(weights)
  }
}

extension OptimizerSpec: ReadableRecord {
  package var canonical: CanonicalValue {
    .record([
      "kind": kind.canonicalName, "learning_rate": .real(learningRate), "momentum": .real(momentum),
      "decay": .real(decay), "momentum_scope": momentumScope.canonicalName,
    ])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    self.init(
      kind: try reader.choice("kind"), learningRate: try reader.real("learning_rate", in: .positive),
      momentum: try reader.real("momentum", in: .belowOne), decay: try reader.real("decay", in: .nonnegative),
      momentumScope: try reader.choice("momentum_scope"))
  }
}

extension ClipSpec: ReadableRecord {
  package var canonical: CanonicalValue { .record(["by": by.canonicalName, "at": .real(at)]) }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    self.init(bounding: try reader.choice("by"), at: try reader.real("at", in: .bound))
  }
}
