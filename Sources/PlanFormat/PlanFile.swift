package import Diagnostics
import Text

/// What was read from a file of a plan.
package enum PlanFile: Sendable {
  case plan(PlanDocument)
  case variant(VariantDocument)
  case stages(StagesDocument)
  case list(PlanListDocument)

  /// Reads a file in whichever form it has; `nil`, with the reasons in `log`, if it holds none.
  package init?(reading file: SourceFile, log: inout DiagnosticLog) {
    let read =
      PlanFileKind.isJSON(file) ? PlanFile(readingJSON: file, log: &log) : PlanFile(readingText: file, log: &log)
    guard let read else { return nil }
    self = read
  }
}

extension PlanDocument {
  /// Reads a plan in full; `nil`, with the reasons in `log`, if `file` holds none.
  package init?(reading file: SourceFile, log: inout DiagnosticLog) {
    switch PlanFile(reading: file, log: &log) {
    case .plan(let document): self = document
    case .variant, .list, .stages:
      log.record(
        .foreignFormat("expected a plan with its stages, found a part of one", at: SourceRange(file, file.lineRange(1)))
      )
      return nil
    case nil: return nil
    }
  }
}
