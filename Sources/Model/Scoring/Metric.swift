/// A number that says how well predictions fit gold annotation; epochs and masks are selected by it.
///
/// A metric has one case here, which describes it, and one number in `Score`. Nothing else branches on metrics.
package enum Metric: String, KeyNamed {
  /// The share of tokens with the right tag.
  case accuracy

  /// The harmonic mean of `spanPrecision` and `spanRecall`.
  case spanF1 = "span_f1"

  /// The share of predicted spans that are in the gold annotation, with the same tokens and type.
  case spanPrecision = "span_precision"

  /// The share of gold spans that are predicted, with the same tokens and type.
  case spanRecall = "span_recall"

  /// The mean, over the tags in use, of the F1 of each tag.
  case macroF1 = "macro_f1"

  /// The mean, over the tags in use, of the precision of each tag.
  case macroPrecision = "macro_precision"

  /// The mean, over the tags in use, of the recall of each tag.
  case macroRecall = "macro_recall"

  /// Matthews' correlation coefficient of predicted and gold tags, for any number of tags.
  ///
  /// Source: Gorodkin, "Comparing two K-category assignments by a K-category correlation coefficient" (2004).
  case mcc

  /// What texts, tables and comparisons need to know of the metric.
  package var descriptor: MetricDescriptor {
    switch self {
    case .accuracy: MetricDescriptor(label: "accuracy", abbreviation: "acc.", unit: .percent, averaging: .tokens)
    case .spanF1: MetricDescriptor(label: "F1", unit: .percent, averaging: .spans)
    case .spanPrecision:
      MetricDescriptor(label: "precision", abbreviation: "prec.", unit: .percent, averaging: .spans)
    case .spanRecall: MetricDescriptor(label: "recall", unit: .percent, averaging: .spans)
    case .macroF1: MetricDescriptor(label: "macro F1", unit: .percent, averaging: .tags)
    case .macroPrecision:
      MetricDescriptor(label: "macro precision", abbreviation: "macro prec.", unit: .percent, averaging: .tags)
    case .macroRecall: MetricDescriptor(label: "macro recall", unit: .percent, averaging: .tags)
    case .mcc: MetricDescriptor(label: "MCC", unit: .hundredths, averaging: .tokens, basis: .tags)
    }
  }

  /// The kind of task that the metric scores.
  package var taskKind: TaskKind {
    switch self {
    case .accuracy, .spanF1, .spanPrecision, .spanRecall, .macroF1, .macroPrecision, .macroRecall, .mcc: .tagging
    }
  }
}

extension MetricDescriptor.Averaging {
  /// The metrics of precision and recall that average like this; `nil` of tokens, each of which has one tag.
  package var precision: Metric? {
    switch self {
    case .tokens: nil
    case .tags: .macroPrecision
    case .spans: .spanPrecision
    }
  }

  package var recall: Metric? {
    switch self {
    case .tokens: nil
    case .tags: .macroRecall
    case .spans: .spanRecall
    }
  }
}
