import Diagnostics
import Planning
package import Store
import Text

/// All that a store knows of one stage.
package struct StoreEntry: Sendable {
  private let record: StageRecord
  private let provenance: Provenance?
  private let layout: StoreLayout

  /// The names of the stages that it reads from and of those that read from it.
  private let inputs: [(input: StageRecord.InputRecord, label: String)]
  private let dependents: [StageRecord]

  package init(_ record: StageRecord, _ provenance: Provenance?, among lookup: StoreLookup, in layout: StoreLayout) {
    self.record = record
    self.provenance = provenance
    self.layout = layout
    inputs = record.inputs.map { ($0, lookup.label(of: $0.stage)) }
    dependents = lookup.dependents(of: record.stage)
  }

  /// The stage for people.
  package var text: String {
    var lines = [
      "\(record.label)", "  stage      \(record.stage)", "  operation  \(record.operation) \(record.version)",
    ]
    lines += ["", "artifacts"]
    for artifact in record.artifacts {
      lines.append("  \(artifact.name)  \(scaled(Double(artifact.size), "B"))  \(layout.object(artifact.sha256))")
    }
    if !inputs.isEmpty { lines += ["", "reads"] }
    lines += inputs.map { "  \($0.role): \($0.artifact) of \($1) (\($0.stage.digest.short))" }
    if !dependents.isEmpty { lines += ["", "is read by"] }
    lines += dependents.map { "  \($0.label) (\($0.stage.digest.short))" }
    if let parameters = record.parameters {
      lines += ["", "parameters"]
      lines += JSONText.text(of: parameters.json, .pretty).split(separator: "\n").dropFirst().dropLast().map(
        String.init)
    }
    return (lines + provenanceLines).joined(separator: "\n")
  }

  private var provenanceLines: [String] {
    guard let circumstances = provenance?.circumstances else { return ["", "how it came about is not known"] }
    let machine = circumstances.machine
    let threads = circumstances.threads == 1 ? "1 thread" : "\(circumstances.threads) threads"
    return [
      "", "provenance", "  experiment  \(circumstances.experiment)",
      "  started     \(readable(circumstances.started)) UTC, took \(duration(circumstances.seconds)) with \(threads)",
      "  machine     \(machine.host): \(machine.processor), \(machine.cores) cores",
      "  numerics    \(machine.numerics)", "  release     \(circumstances.release)",
    ] + circumstances.files.map { "  file        \($0.path) (\($0.sha256.short))" }
  }

  /// The stage as JSON.
  package var json: String {
    let value: JSONValue = [
      "record": .object(record.members), "provenance": provenance.map { .object($0.members()) } ?? .null,
      "paths": .array(record.artifacts.map { .string(layout.object($0.sha256)) }),
      "dependents": .array(dependents.map { ["stage": "\($0.stage)", "name": .string($0.label)] }),
    ]
    return JSONText.text(of: value, .pretty)
  }
}
