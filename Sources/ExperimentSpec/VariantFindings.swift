package import Diagnostics
import Text

/// What a phase finds in the variants of a specification, each finding once and with the variant that it came up in.
package struct VariantFindings {
  /// A finding and where it came up.
  private struct Finding {
    let diagnostic: Diagnostic
    let firstVariant: (name: String, range: SourceRange?)
    var variantCount: Int
  }

  private var findings: [Finding] = []
  private var places: [Diagnostic: Int] = [:]
  private var variantCount = 0

  package init() {}

  /// Whether anything found is an error.
  package var hasErrors: Bool { findings.contains { $0.diagnostic.severity == .error } }

  /// Adds what was found in the variant called `name`, which is declared at `range`.
  package mutating func add(_ log: DiagnosticLog, of name: String, at range: SourceRange?) {
    variantCount += 1
    for diagnostic in log.diagnostics {
      if let place = places[diagnostic] {
        findings[place].variantCount += 1
      } else {
        places[diagnostic] = findings.count
        findings.append(Finding(diagnostic: diagnostic, firstVariant: (name, range), variantCount: 1))
      }
    }
  }

  /// Records all findings in `log`; one that is not found in every variant names the first that it is found in.
  package func record(in log: inout DiagnosticLog) {
    for finding in findings {
      var diagnostic = finding.diagnostic
      if finding.variantCount < variantCount {
        let others = finding.variantCount - 1
        let more = others == 0 ? "" : " and \(counted(others, "other"))"
        let text = "in variant '\(finding.firstVariant.name)'\(more)"
        if let range = finding.firstVariant.range {
          diagnostic.others.append(SourceLabel(range, text))
        } else {
          diagnostic.notes.append(text)
        }
      }
      log.record(diagnostic)
    }
  }
}
