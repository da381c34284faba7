import Diagnostics
import Planning
package import Store
import Text

/// The stages that are done in a store, for people and programs.
package struct StoreListing: Sendable {
  private let stages: [(record: StageRecord, provenance: Provenance?)]

  /// Lists `stages`, those first that were done first; where that is not known, in front.
  package init(_ stages: [(record: StageRecord, provenance: Provenance?)]) {
    self.stages = stages.sorted {
      let (first, second) = ($0.provenance?.circumstances.started ?? "", $1.provenance?.circumstances.started ?? "")
      return (first, $0.record.stage) < (second, $1.record.stage)
    }
  }

  /// A line for each stage.
  package var text: String {
    var table = TextTable([.left, .left, .left, .right, .left, .right])
    table.add(["stage", "operation", "name", "size", "started (UTC)", "took"])
    for (record, provenance) in stages {
      let circumstances = provenance?.circumstances
      table.add([
        record.stage.digest.short, record.operation, record.label, scaled(Double(record.size), "B"),
        circumstances.map { readable($0.started) } ?? "–", circumstances.map { duration($0.seconds) } ?? "–",
      ])
    }
    // Sizes are as records name them, whatever they are.
    let size = stages.reduce(0) { $0 + Double($1.record.size) }
    return (table.lines(headerRows: 1) + ["\(counted(stages.count, "stage")), \(scaled(size, "B")) of results"])
      .joined(separator: "\n")
  }

  /// The same as JSON: an array of objects, one for each stage.
  package var json: String {
    let stages = stages.map { record, provenance -> JSONValue in
      [
        "stage": "\(record.stage)", "operation": .string(record.operation), "name": .string(record.label),
        "size": .integer(record.size), "started": JSONValue(provenance?.circumstances.started),
        "seconds": provenance.map { .real($0.circumstances.seconds) } ?? .null,
      ]
    }
    return JSONText.text(of: .array(stages), .pretty)
  }
}

/// `time`, as in `2026-11-26T06:00:50.123Z`, as in `2026-11-26 06:00:50`.
func readable(_ time: String) -> String { String(time.prefix(19)).replacing(scalar: "T", by: " ") }
