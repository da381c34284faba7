import Diagnostics
package import MaskTools
import Text

/// Overlaps as tables.
package struct MaskOverlapReport: Sendable {
  private let overlap: MaskOverlap
  private let byTensor: Bool

  package init(_ overlap: MaskOverlap, byTensor: Bool) {
    self.overlap = overlap
    self.byTensor = byTensor
  }

  private var tables: [(title: String, overlaps: MaskOverlap.Overlaps)] {
    [("all tensors", overlap.whole)] + (byTensor ? overlap.tensors.map { ($0.name, $0.overlaps) } : [])
  }

  /// The overlaps for people.
  package var text: String {
    tables.map { title, overlaps in
      var table = TextTable([.left] + overlap.names.map { _ in .right })
      table.add([title] + overlap.names)
      for (name, row) in zip(overlap.names, overlaps.pairs) { table.add([name] + row.map(Self.ratio)) }
      return
        (table.lines(headerRows: 1) + ["overlap ratio of all \(overlap.names.count): \(Self.counts(overlaps.all))"])
        .joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  /// The overlaps as Markdown.
  package var markdown: String {
    tables.map { title, overlaps -> Markdown in
      let names = overlap.names.map { Markdown($0) }
      let rule: Markdown = "| --- |" + names.map { _ in " ---: |" as Markdown }.joined()
      let rows = zip(names, overlaps.pairs).map { name, row in
        "| \(name) | \(row.map { Markdown(Self.ratio($0)) }.joined(separator: " | ")) |" as Markdown
      }
      let head: Markdown = "| \(title) | \(names.joined(separator: " | ")) |"
      return ([head, rule] + rows + ["", "Overlap ratio of all \(names.count): \(Self.counts(overlaps.all))"])
        .joined(separator: "\n")
    }.joined(separator: "\n\n").text
  }

  /// The overlaps as JSON.
  package var json: String {
    var members = [JSONValue.Member("names", .array(overlap.names.map(JSONValue.string)))]
    members += Self.members(of: overlap.whole)
    if byTensor {
      let tensors = overlap.tensors.map { tensor in
        JSONValue.object([.init("name", .string(tensor.name))] + Self.members(of: tensor.overlaps))
      }
      members.append(.init("tensors", .array(tensors)))
    }
    members.append(.init("completed", .array(overlap.completed.map(JSONValue.string))))
    return JSONText.text(of: .object(members), .pretty)
  }

  private static func members(of overlaps: MaskOverlap.Overlaps) -> [JSONValue.Member] {
    [
      .init("overlap", .real(overlaps.all.value)), .init("intersection", .integer(overlaps.all.intersection)),
      .init("union", .integer(overlaps.all.union)),
      .init("pairs", .array(overlaps.pairs.map { .array($0.map { .real($0.value) }) })),
    ]
  }

  private static func ratio(_ ratio: MaskOverlap.Ratio) -> String { fixed(ratio.value, 3) }

  private static func counts(_ ratio: MaskOverlap.Ratio) -> String {
    "\(Self.ratio(ratio)) (\(ratio.intersection) of \(ratio.union))"
  }
}
