/// What is to be known of a metric in order to show, compare and average its values.
package struct MetricDescriptor: Hashable, Sendable {
  /// The metric's name in running text: `accuracy`, `F1`.
  package let label: String

  /// The name where there is little room: `acc.`.
  package let abbreviation: String

  package let unit: Unit

  /// Whether of two values the higher is better.
  package let higherIsBetter: Bool

  package let averaging: Averaging

  /// What a value is computed from.
  package let basis: Basis

  /// How a value is shown.
  package enum Unit: Hashable, Sendable, CaseIterable {
    /// A share from 0 to 1, in percent.
    case percent

    /// A coefficient from −1 to 1, in hundredths.
    case hundredths
  }

  /// What a value is a mean over: the things of which each counts the same.
  package enum Averaging: Hashable, Sendable, CaseIterable {
    /// Tokens.
    case tokens

    /// The tags in use, however frequent: a macro average.
    case tags

    /// Spans of any type: a micro average.
    case spans
  }

  /// What has to be counted of sentences so that a value follows.
  package enum Basis: Hashable, Sendable, CaseIterable {
    /// Tokens, and those with the right tag.
    case tokens

    /// Tokens of each tag.
    case tags

    /// Spans of each type.
    case spans
  }

  /// The descriptor of a metric that is computed from what it is a mean over, if no other `basis` is given.
  package init(
    label: String, abbreviation: String? = nil, unit: Unit, higherIsBetter: Bool = true, averaging: Averaging,
    basis: Basis? = nil
  ) {
    self.basis =
      basis
      ?? {
        switch averaging {
        case .tokens: .tokens
        case .tags: .tags
        case .spans: .spans
        }
      }()
    self.label = label
    self.abbreviation = abbreviation ?? label
    self.unit = unit
    self.higherIsBetter = higherIsBetter
    self.averaging = averaging
  }

  /// The abbreviation as the head of a column: `Acc.`.
  package var heading: String { abbreviation.prefix(1).uppercased() + abbreviation.dropFirst() }

  /// `value` in the unit that it is shown in.
  package func shown(_ value: Double) -> Double {
    switch unit {
    case .percent, .hundredths: 100 * value
    }
  }

  /// `value`, or its negative, such that more is better.
  package func merit(_ value: Double) -> Double { higherIsBetter ? value : -value }
}
