package import Model

/// How well predicted tags fit gold tags: a number for each metric that can be told, and the counts behind them.
package struct Score: Hashable, Sendable {
  /// The metric that models are selected by.
  package let metric: Metric

  package let tags: TagCounts

  /// The spans of each type, in the order of the types' bytes; none where the metric is not of spans.
  package let spansByType: [TypeCounts]

  /// The tokens of each tag in use, in the order of the tags' bytes.
  package let tokensByTag: [TypeCounts]

  /// The spans of all types.
  package var spans: MatchCounts { spansByType.map(\.counts).reduce(MatchCounts(), +) }

  /// What is counted type by type: spans, or where the metric is not of spans, tokens by their tags.
  package var countsByType: [TypeCounts] {
    switch metric.descriptor.averaging {
    case .spans: spansByType
    case .tokens, .tags: tokensByTag
    }
  }

  /// The value of `metric`.
  package var value: Double { self[metric] }

  /// The value of any metric; 0 for one of spans where none were counted.
  package subscript(metric: Metric) -> Double { metric.value(tags, spans) }

  /// The metrics that have a value: those of tokens and tags, and those of spans where spans were counted.
  package var metrics: [Metric] {
    Metric.allCases.filter { other in
      switch (other.descriptor.averaging, metric.descriptor.averaging) {
      case (.tokens, _), (.tags, _), (.spans, .spans): true
      case (.spans, .tokens), (.spans, .tags): false
      }
    }
  }

  /// What was counted, by name.
  package var counts: [(name: String, count: Int)] {
    let tokens = [("tokens", tags.tokens.total), ("tokens_correct", tags.tokens.correct)]
    switch metric.descriptor.averaging {
    case .tokens, .tags: return tokens
    case .spans:
      return tokens + [
        ("spans_gold", spans.gold), ("spans_predicted", spans.predicted), ("spans_correct", spans.correct),
      ]
    }
  }
}

extension Score: CustomStringConvertible {
  /// The metric's value, those of the others that average as it does, and the counts: `F1 81.25 (precision 80.00, …)`.
  package var description: String {
    let averaging = metric.descriptor.averaging
    let peers = metrics.filter { $0 != metric && $0.descriptor.averaging == averaging }.map(text)
    let inTokens = "\(tags.tokens.correct) of \(tags.tokens.total) tokens"
    switch averaging {
    case .tokens, .tags: return "\(text(metric)) (\(peers.joined(separator: ", ")); \(inTokens))"
    case .spans:
      let inSpans = "\(spans.correct) of \(spans.gold) spans, \(spans.predicted) predicted"
      return "\(text(metric)) (\(peers.joined(separator: ", ")); \(inSpans)), \(text(.accuracy)) of "
        + "\(tags.tokens.total) tokens"
    }
  }

  /// The label and the value of `metric` with two digits, as tables have it.
  private func text(_ metric: Metric) -> String {
    let shown = metric.descriptor.shown(self[metric])
    let hundredths = Int((abs(shown) * 100).rounded())
    let digits = String(hundredths % 100)
    let sign = shown < 0 && hundredths > 0 ? "-" : ""
    return "\(metric.descriptor.label) \(sign)\(hundredths / 100).\(digits.count == 1 ? "0" : "")\(digits)"
  }
}

extension Metric {
  /// The value where `tags` and `spans` were counted, of which it needs those of its basis.
  func value(_ tags: TagCounts, _ spans: MatchCounts) -> Double {
    switch self {
    case .accuracy: tags.accuracy
    case .spanF1: spans.ratios.f1
    case .spanPrecision: spans.ratios.precision
    case .spanRecall: spans.ratios.recall
    case .macroF1: tags.macroF1
    case .macroPrecision: tags.macroPrecision
    case .macroRecall: tags.macroRecall
    case .mcc: tags.correlation
    }
  }
}
