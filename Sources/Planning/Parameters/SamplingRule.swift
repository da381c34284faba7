package import ExperimentSpec
import Model

/// How a training stage chooses the task of its next batch; rules that come to the same are one.
package enum SamplingRule: Hashable, Sendable, Canonical {
  /// At random, in proportion to the sentences of the tasks' datasets.
  case proportional

  /// At random, each task with the same probability.
  case uniform

  /// One task after the other.
  case roundRobin

  /// At random, in proportion to this power of the sentences.
  case power(Double)

  /// At random, in proportion to a power of the sentences that falls from epoch to epoch.
  case annealed

  /// The rule that a specification means.
  package init(_ spec: SamplingSpec) {
    switch spec {
    case .named(.proportional): self = .proportional
    case .named(.uniform): self = .uniform
    case .named(.roundRobin): self = .roundRobin
    case .named(.squareRoot): self = .power(0.5)
    case .named(.annealed): self = .annealed
    case .full(let power): self.init(exponent: power.exponent)
    }
  }

  /// Sampling by a power of the sentences, from 0 to 1.
  init(exponent: Double) {
    switch exponent {
    case 0: self = .uniform
    case 1: self = .proportional
    case _: self = .power(exponent)
    }
  }

  /// The power of a task's sentences in proportion to which it is drawn in `epoch`, from 0, of so many `epochs` where
  /// sampling is annealed: it falls from 1 to 0.2 (Stickland and Murray 2019).
  package static func annealedExponent(inEpoch epoch: Int, of epochs: Int) -> Double {
    1 - 0.8 * Double(epoch) / Double(max(1, epochs - 1))
  }

  package var canonical: CanonicalValue {
    switch self {
    case .proportional: SamplingName.proportional.canonicalName
    case .uniform: SamplingName.uniform.canonicalName
    case .roundRobin: SamplingName.roundRobin.canonicalName
    case .annealed: SamplingName.annealed.canonicalName
    case .power(let exponent): .record(["exponent": .real(exponent)])
    }
  }

  /// The rule of the field called `name`.
  init(_ name: String, of reader: inout ParameterReader) throws(ParameterError) {
    let value = try reader.value(name)
    if case .text(let text) = value, let rule = SamplingName(keyName: text) {
      self.init(.named(rule))
      return
    }
    guard case .record = value else { throw reader.error(name, "expected a rule for choosing tasks") }
    var power = try ParameterReader(value, at: reader.path(of: name), in: reader.context)
    self.init(exponent: try power.fraction("exponent"))
    try power.finish()
  }
}
