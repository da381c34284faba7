import Diagnostics
import Store
import Text

extension StoreVerification {
  /// What was found, for people.
  package var text: String {
    var lines = damages.map { "\($0.path): \($0.explanation)" + ($0.isPutAside ? "; put aside" : "") }
    lines.append(
      "\(counted(records, "stage")) and \(counted(objects, "object")) (\(scaled(Double(bytes), "B"))) are whole, "
        + (damages.isEmpty ? "nothing is damaged" : "\(damages.count) damaged or missing"))
    if unnamedObjects > 0 {
      let verb = unnamedObjects == 1 ? "belongs" : "belong"
      lines.append(
        "\(counted(unnamedObjects, "object")) \(verb) to no stage; 'sharespec store gc' removes what is not needed")
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
    ]
    return JSONText.text(of: value, .pretty)
  }
}

extension StoreDamage {
  /// What is wrong.
  fileprivate var explanation: String {
    switch kind {
    case .object(let stages): "the content is not what was written" + needed(by: stages)
    case .missingObject(let stages): "missing" + needed(by: stages)
    case .record: "not the record that was written"
    case .provenance: "not the provenance that was written"
    case .foreign: "no file of a store is called that"
    }
  }

  private func needed(by stages: [String]) -> String {
    stages.isEmpty ? "" : ", needed by " + shortList(stages.sorted())
  }
}
