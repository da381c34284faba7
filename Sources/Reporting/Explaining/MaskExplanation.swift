import Diagnostics
package import ExperimentGraph
import ExperimentSpec
import MaskAlgebra
import Model
import Text

/// The sharing of one variant, explained to people: masks as written and in canonical form, who shares what, and how
/// many parameters that is.
package struct MaskExplanation: Sendable {
  private let variant: ResolvedVariant

  package init(_ variant: ResolvedVariant) { self.variant = variant }

  /// The explanation, its lines indented by two blanks.
  package var text: String {
    (sharingLines + maskLines + groupLines + patternLines + countLines).map { "  \($0)\n" }.joined()
  }

  /// The short form, if there is one, and what it stands for.
  private var sharingLines: [String] {
    let towers =
      switch variant.towers {
      case .none: "one network"
      case .encoder: "an encoder for each task"
      case .all: "a network for each task"
      }
    let coupling = variant.coupling.map { "coupled by \($0.kind.spelling), own weight \(shortest($0.own))" }
    return ["towers: \(towers)" + (coupling.map { "; \($0)" } ?? "")]
  }

  /// Each task's mask: as it is written or as its short form expands, and the canonical form of what it means.
  private var maskLines: [String] {
    let width = variant.tasks.map(\.name.count).max() ?? 0
    return ["masks:"]
      + variant.tasks.flatMap { task -> [String] in
        let name = task.name.padded(to: width)
        let written = variant.writtenMasks[task.name]
        let mask = variant.masks[task.name]
        let meaning = "  \(String(repeating: " ", count: width))  = \(mask?.canonicalText ?? "")"
        guard let written else { return [meaning] }
        let source = written.range.map { " ('\(written.form)' at \($0))" } ?? ""
        return ["  \(name)    \(written.expression)\(source)", meaning]
      }
  }

  private var groupLines: [String] {
    let groups = variant.groups.map { "{\($0.joined(separator: ", "))}" }
    return ["trained together: \(groups.joined(separator: ", "))"]
  }

  /// Which tasks may use which parameters.
  private var patternLines: [String] {
    let patterns = variant.masks.sharingPatterns
    return ["who uses what:"]
      + patterns.map { pattern in
        let users = pattern.users.map { pattern.certainUsers.contains($0) ? $0 : "\($0) (in part)" }
        let names = users.isEmpty ? "nobody" : users.joined(separator: ", ")
        let region = variant.masks.universe.expression(for: pattern.cells)
        return "  \(grouped(pattern.parameterCount)) in \(region): \(names)"
      }
  }

  /// How many parameters the tasks keep, alone and together.
  private var countLines: [String] {
    let counts = LearnedCounts(ladder: variant.pruning.ladder, universe: variant.masks.universe)
    let tasks = variant.masks.entries.map { "\($0.task) \(phrase($0.mask.keptCount(counts)))" }
    let total = variant.masks.universe.parameterCount
    return [
      "parameters kept: \(tasks.joined(separator: ", "))",
      "  by any task \(phrase(variant.masks.unionCount(counts))), by every task "
        + "\(phrase(variant.masks.intersectionCount(counts))), of \(grouped(total))",
    ]
  }

  private func phrase(_ range: ClosedRange<Int>) -> String {
    range.count == 1
      ? grouped(range.lowerBound) : "\(grouped(range.lowerBound)) to \(grouped(range.upperBound))"
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
