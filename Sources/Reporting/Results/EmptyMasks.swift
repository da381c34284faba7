package import Evidence
import Store
import Text

extension ExperimentResults {
  /// A warning that names the masks which keep no parameter that can be pruned; `nil` if there are none.
  ///
  /// Such a task computes with its embeddings and its head, and with what no mask ranges over. Its network trains and
  /// has scores like any other.
  package var emptyMaskWarning: String? {
    let masks = variants.flatMap { variant in
      (variant.sharing?.tasks ?? []).filter(\.isEmpty).map { task in
        "'\(task.task.visible)' in '\(variant.name.visible)' (0 of \(grouped(task.prunable)) prunable parameters)"
      }
    }
    if masks.isEmpty { return nil }
    return
      "\(masks.count == 1 ? "the mask" : "masks") of \(firstFew(masks)) \(masks.count == 1 ? "keeps" : "keep") nothing"
  }
}

extension SharingFile.TaskCount {
  /// Whether the mask keeps no parameter of those that it ranges over.
  fileprivate var isEmpty: Bool { prunable > 0 && prunableKept == 0 }
}
