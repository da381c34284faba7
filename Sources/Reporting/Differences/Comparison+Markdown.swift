import ExperimentSpec
import Planning
import Text

extension Comparison {
  /// The comparison as Markdown, for a comment on a pull request, in at most `limit` characters if these hold more than
  /// its title.
  package func markdown(limit: Int = 60_000) -> String {
    let title: Markdown = "### \(.code(old.label)) → \(.code(new.label))\n\n"
    if isEqual {
      let note: Markdown = respelt.isEmpty ? "" : " Written differently: \(counted(respelt.count, "value"))."
      return
        (title + "Both mean the same: \(counted(new.plan.variants.count, "variant")), "
        + "\(counted(plan.newStageCount, "stage")).\(note)\n").text
    }
    let head =
      title + summaryLines.map { "- \($0)\n" as Markdown }.joined() + "- plan: \(.code(new.plan.digest.short))\n"
    var page = BoundedPage(head, limit: limit)
    page.add(table: ["cause", "written at", "what follows"], rows: causes.lazy.map(row))
    let groups = VariantGroup.groups(of: self, limit: 100)
    page.add(
      table: ["variant", "change"], rows: groups.lazy.map { [.code($0.name), $0.phrase(quoted: Markdown.code)] },
      foldedUnder: "\(counted(plan.variants.count, "variant"))")
    page.add(
      table: ["written differently, with the same meaning"], rows: respelt.lazy.map { [.code($0.phrase)] },
      foldedUnder: "\(counted(respelt.count, "value")) written differently, with the same meaning")
    return page.text.text
  }

  private func row(_ cause: DifferenceCause) -> [Markdown] {
    let variants = variants(of: cause)
    let names = variants.prefix(5).map(Markdown.code).joined(separator: ", ")
    let more: Markdown = variants.count > 5 ? " and \(counted(variants.count - 5, "other"))" : ""
    return [
      "\(.code(causePhrase(cause)))" + (variants.isEmpty ? "" : " in \(names)") + more,
      places(of: cause).map(Markdown.code).joined(separator: " → "),
      "\(consequences(of: cause).phrase(of: plan.newStageCount))",
    ]
  }
}

/// A page that takes rows as long as it has room.
private struct BoundedPage {
  private(set) var text: Markdown
  private let limit: Int

  /// What is kept free for the note that rows are missing.
  private static let reserve = 120

  init(_ head: Markdown, limit: Int) {
    text = head + "\n"
    self.limit = limit
  }

  /// Adds a table, behind a line that opens it if it is `foldedUnder` one; rows for which there is no room are counted.
  mutating func add(table head: [Markdown], rows: some Collection<[Markdown]>, foldedUnder summary: Markdown? = nil) {
    guard !rows.isEmpty else { return }
    let opening: Markdown = summary.map { "<details><summary>\($0)</summary>\n\n" } ?? ""
    let closing: Markdown = summary == nil ? "\n" : "\n</details>\n\n"
    var lines = [head, head.map { _ in "---" }].map(line).joined()
    var room = limit - [text, opening, closing, lines].reduce(Self.reserve) { $0 + $1.text.unicodeScalars.count }
    var shown = 0
    for row in rows {
      let next = line(row)
      let length = next.text.unicodeScalars.count
      guard length <= room else { break }
      lines += next
      room -= length
      shown += 1
    }
    let more = rows.count - shown
    let note: Markdown = more > 0 ? "\n… and \(more) more; `sharespec diff` shows them\n" : ""
    text += opening + lines + note + closing
  }

  private func line(_ cells: [Markdown]) -> Markdown { "| \(cells.joined(separator: " | ")) |\n" }
}
