import ExperimentSpec
import Planning
import Text

extension Comparison {
  /// The comparison as Markdown, for a comment on a pull request, in at most `limit` characters if these hold more than
  /// its title.
  package func markdown(limit: Int = 60_000) -> String {
    let title = "### \(code(old.label)) → \(code(new.label))\n\n"
    if isEqual {
      let note = respelt.isEmpty ? "" : " Written differently: \(counted(respelt.count, "value"))."
      return title + "Both mean the same: \(counted(new.plan.variants.count, "variant")), "
        + "\(counted(plan.newStageCount, "stage")).\(note)\n"
    }
    let head = title + summaryLines.map { "- \($0)\n" }.joined() + "- plan: \(code(new.plan.digest.short))\n"
    var page = BoundedPage(head, limit: limit)
    page.add(table: ["cause", "written at", "what follows"], rows: causes.lazy.map(row))
    let groups = VariantGroup.groups(of: self, limit: 100)
    page.add(
      table: ["variant", "change"], rows: groups.lazy.map { [code($0.name), $0.phrase(quoted: code)] },
      foldedUnder: counted(plan.variants.count, "variant"))
    page.add(
      table: ["written differently, with the same meaning"], rows: respelt.lazy.map { [code($0.phrase)] },
      foldedUnder: "\(counted(respelt.count, "value")) written differently, with the same meaning")
    return page.text
  }

  private func row(_ cause: DifferenceCause) -> [String] {
    let variants = variants(of: cause)
    return [
      code(causePhrase(cause)) + (variants.isEmpty ? "" : " in " + variants.prefix(5).map(code).joined(separator: ", "))
        + (variants.count > 5 ? " and \(counted(variants.count - 5, "other"))" : ""),
      places(of: cause).map(code).joined(separator: " → "),
      consequences(of: cause).phrase(of: plan.newStageCount),
    ]
  }

  /// `text` as code, whatever backquotes it has, in a cell of a table.
  private func code(_ text: String) -> String {
    var (longest, run) = (0, 0)
    for scalar in text.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let space = longest > 0 ? " " : ""
    let line = String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.isControl ? " " : $0 }))
    return "\(fence)\(space)\(line.replacing("|", with: "\\|"))\(space)\(fence)"
  }
}

extension Unicode.Scalar {
  /// Whether the scalar ends a line or is otherwise not shown.
  fileprivate var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}

/// A page that takes rows as long as it has room.
private struct BoundedPage {
  private(set) var text: String
  private let limit: Int

  /// What is kept free for the note that rows are missing.
  private static let reserve = 120

  init(_ head: String, limit: Int) {
    text = head + "\n"
    self.limit = limit
  }

  /// Adds a table, behind a line that opens it if it is `foldedUnder` one; rows for which there is no room are counted.
  mutating func add(table head: [String], rows: some Collection<[String]>, foldedUnder summary: String? = nil) {
    guard !rows.isEmpty else { return }
    let opening = summary.map { "<details><summary>\($0)</summary>\n\n" } ?? ""
    let closing = summary == nil ? "\n" : "\n</details>\n\n"
    var lines = [head, head.map { _ in "---" }].map(line).joined()
    var room = limit - [text, opening, closing, lines].reduce(Self.reserve) { $0 + $1.unicodeScalars.count }
    var shown = 0
    for row in rows {
      let next = line(row)
      let length = next.unicodeScalars.count
      guard length <= room else { break }
      lines += next
      room -= length
      shown += 1
    }
    let more = rows.count - shown
    text += opening + lines + (more > 0 ? "\n… and \(more) more; `sharespec diff` shows them\n" : "") + closing
  }

  private func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }
}
