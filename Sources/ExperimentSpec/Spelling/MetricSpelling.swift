package import Model

// How specifications spell metrics, and what each stands for.

extension Metric: Choice {
  package var spelling: String {
    switch self {
    case .accuracy: "accuracy"
    case .spanF1: "span_f1"
    case .spanPrecision: "span_precision"
    case .spanRecall: "span_recall"
    case .macroF1: "macro_f1"
    case .macroPrecision: "macro_precision"
    case .macroRecall: "macro_recall"
    case .mcc: "mcc"
    }
  }

  package static var synonyms: [String: Self] {
    [
      "acc": .accuracy, "token_accuracy": .accuracy, "f1": .spanF1, "f1_score": .spanF1, "f_score": .spanF1,
      "conlleval": .spanF1, "entity_f1": .spanF1, "chunk_f1": .spanF1, "precision": .spanPrecision,
      "recall": .spanRecall, "f1_macro": .macroF1, "precision_macro": .macroPrecision, "recall_macro": .macroRecall,
      "matthews": .mcc,
      "matthews_corrcoef": .mcc,
    ]
  }

  package var documentation: String {
    switch self {
    case .accuracy: "The percentage of tokens whose tag is right."
    case .spanF1: "The F1 of whole spans, in percent, as conlleval counts them."
    case .spanPrecision: "The percentage of predicted spans that are right, as conlleval counts them."
    case .spanRecall: "The percentage of the data's spans that are found, as conlleval counts them."
    case .macroF1: "The F1 of each tag, in percent, averaged over tags: `f1_score(average=\"macro\")` of scikit-learn."
    case .macroPrecision:
      "The precision of each tag, in percent, averaged over tags: `precision_score(average=\"macro\")`."
    case .macroRecall: "The recall of each tag, in percent, averaged over tags: `recall_score(average=\"macro\")`."
    case .mcc: "Matthews' correlation coefficient of all tags, in hundredths: `matthews_corrcoef` of scikit-learn."
    }
  }
}
