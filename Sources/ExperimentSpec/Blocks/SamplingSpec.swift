import Model

/// How the task of the next batch is chosen.
package typealias SamplingSpec = NamedOr<SamplingName, PowerSamplingSpec>

/// A rule for choosing tasks.
package enum SamplingName: String, Keyword, KeyNamed {
  case proportional, uniform
  case roundRobin = "round_robin"
  case squareRoot = "square_root"
  case annealed

  package static var synonyms: [String: Self] {
    [
      "size_proportional": .proportional, "sqrt": .squareRoot, "alternate": .roundRobin, "alternating": .roundRobin,
      "cyclic": .roundRobin, "annealing": .annealed,
    ]
  }

  package var documentation: String {
    switch self {
    case .proportional: "At random, in proportion to the sentences of the tasks' datasets."
    case .uniform: "At random, each task with the same probability."
    case .roundRobin: "One task after the other, by name."
    case .squareRoot: "At random, in proportion to the square root of the sentences: `{exponent: 0.5}`."
    case .annealed:
      "At random, in proportion to a power of the sentences whose exponent falls from 1 in the first epoch to 0.2 in the "
        + "last: 1 − 0.8·(e − 1)/(E − 1) in epoch e of E (Stickland and Murray 2019)."
    }
  }
}

/// Sampling by a power of the sizes of datasets.
package struct PowerSamplingSpec: Block, Hashable {
  package static let blockName = "training.sampling"
  package static let documentation =
    "A task is chosen at random, in proportion to a power of the sentences of its dataset."

  package let exponent: Double

  package init(reading reader: inout BlockReader) {
    exponent = reader.required(
      "exponent", .real(in: .fraction),
      "The exponent: 1 is `proportional`, 0 is `uniform`; 1/T for sampling with temperature T.")
  }

  static let type = FieldType.block(PowerSamplingSpec.self).showing { "{exponent: \(shortest($0.exponent))}" }
}
