import Diagnostics
import ExperimentSpec
import Planning
import Text

extension Comparison {
  /// The comparison as Markdown, for a comment on a pull request.
  package func markdown(limit: Int = 40) -> String {
    let title = "### \(code(old.label)) → \(code(new.label))\n\n"
    if isEqual {
      let values = valuesWithoutEffect
      let note = values.isEmpty ? "" : " \(counted(values.count, "value")) are written differently."
      return title + "Both mean the same: \(counted(new.plan.variants.count, "variant")), "
        + "\(counted(plan.newStageCount, "stage")).\(note)\n"
    }
    return title + variantTable(limit) + valueTable(limit) + stageTable(limit) + timeNote
  }

  private func variantTable(_ limit: Int) -> String {
    table(
      ["variant", "change"],
      plan.variants.map { variant in
        switch variant.change {
        case .added: [code(variant.name), "new"]
        case .removed: [code(variant.name), "gone"]
        case .renamed(let old): [code(variant.name), "was \(code(old))"]
        case .changed(let newResults, let count, let was):
          [
            code(variant.name),
            (was.map { "was \(code($0)); " } ?? "") + "\(newResults) of \(counted(count, "result")) new"
              + parameterNote(variant.name),
          ]
        }
      }, limit)
  }

  private func parameterNote(_ name: String) -> String {
    parameters(of: name).map { "; parameters \(phrase($0.old)) → \(phrase($0.new))" } ?? ""
  }

  private func valueTable(_ limit: Int) -> String {
    table(
      ["value", "before", "after", "written at"],
      effectiveValues.map { value in
        [
          code(value.path), code(value.old?.text ?? "nothing"), code(value.new?.text ?? "nothing"),
          (value.new ?? value.old)?.origin.range.map { code($0.description) } ?? "default",
        ]
      }, limit)
  }

  private func stageTable(_ limit: Int) -> String {
    "\(plan.commonStageCount) of \(counted(plan.newStageCount, "stage")) are in both plans.\n\n"
      + table(
        ["stage", "why"],
        plan.stages.map { stage in
          let why = stage.old == nil ? "new" : stage.new == nil ? "gone" : stage.causePhrase
          return [code(stage.name), escaped(why)]
        }, limit)
  }

  private var timeNote: String {
    guard let seconds else { return "" }
    return "About \(duration(seconds.old)) before and \(duration(seconds.new)) after in all, "
      + "\(duration(seconds.anew)) of it to rerun.\n"
  }

  private func table(_ head: [String], _ rows: [[String]], _ limit: Int) -> String {
    if rows.isEmpty { return "" }
    let lines = [head, head.map { _ in "---" }] + rows.prefix(limit)
    let more = rows.count > limit ? "\n… and \(rows.count - limit) more\n" : ""
    return lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined() + more + "\n"
  }

  /// `text` as code, whatever backquotes it has.
  private func code(_ text: String) -> String {
    let fence = text.contains("`") ? "``" : "`"
    return escaped("\(fence)\(text)\(fence)")
  }

  private func escaped(_ text: String) -> String { text.replacing("|", with: "\\|").replacing("\n", with: " ") }
}
