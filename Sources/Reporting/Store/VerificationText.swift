import Diagnostics
import Files
import Store
import Text

extension StoreVerification {
  /// What was found, for people.
  package var text: String {
    var lines = damages.map { "\($0.path): \($0.explanation)" + ($0.isPutAside ? "; put aside" : "") }
    lines.append(
      "\(counted(records, "stage")) and \(counted(objects, "object")) (\(scaled(Double(bytes), "B"))) are whole, "
        + (damages.isEmpty ? "nothing is damaged" : "\(damages.count) damaged or missing"))
    if !newer.isEmpty {
      lines.append(
        "\(counted(newer.count, "file")) of a newer release of sharespec cannot be checked by this one; nothing is wrong "
          + "with that:")
      lines += newer.map { "  \($0.path): '\($0.format)'" }
    }
    if !withoutKeys.isEmpty {
      lines.append(
        "\(counted(withoutKeys.count, "record")) of an early release cannot be checked: without checksum and key, they "
          + "do not prove that artifacts belong to their stages:")
      lines += withoutKeys.map { "  \($0)" }
    }
    if unnamedObjects > 0 {
      let verb = unnamedObjects == 1 ? "belongs" : "belong"
      lines.append(
        "\(counted(unnamedObjects, "object")) \(verb) to no stage"
          + (newer.isEmpty
            ? "; 'sharespec store gc' removes what is not needed"
            : " that this release can read; 'sharespec store gc' keeps them while files of a newer release are there"))
    }
    return lines.joined(separator: "\n")
  }

  /// The same as JSON.
  package var json: String {
    let value: JSONValue = [
      "stages": .integer(records), "objects": .integer(objects), "bytes": .integer(bytes),
      "unnamed_objects": .integer(unnamedObjects),
      "damages": .array(
        damages.map {
          ["path": .string($0.path), "problem": .string($0.explanation), "put_aside": .boolean($0.isPutAside)]
        }),
      "newer": .array(newer.map { ["path": .string($0.path), "format": .string($0.format)] }),
      "unverifiable": .array(withoutKeys.map(JSONValue.string)),
    ]
    return JSONText.text(of: value, .pretty)
  }
}

extension StoreDamage {
  /// What is wrong.
  fileprivate var explanation: String {
    let reason = failure.flatMap { $0.isFolder ? nil : "cannot be read: \($0.reason)" }
    return switch kind {
    case .object(let stages): (reason ?? "the content is not what was written") + needed(by: stages)
    case .missingObject(let stages): "missing" + needed(by: stages)
    case .record: reason ?? "not the record that was written"
    case .provenance: reason ?? "not the provenance that was written"
    case .timing: reason ?? "not the timing that was written"
    case .foreign: "no file of a store is called that"
    case .folder: failure.map { "cannot be listed: \($0.reason)" } ?? "cannot be listed"
    }
  }

  private func needed(by stages: [String]) -> String {
    stages.isEmpty ? "" : ", needed by " + shortList(Set(stages).sorted())
  }
}
