import Diagnostics
import Planning
import Text
import ExperimentSpec

extension PlanDocument {
  /// The document as JSON, for programs; `docs/plan-format.md` describes it.
  package var json: String { JSONText.text(of: jsonValue, .pretty) + "\n" }

  private var jsonValue: JSONValue {
    let head: [JSONValue.Member] = [
      JSONValue.Member("format", .string(PlanFileKind.plan.rawValue)), JSONValue.Member("name", .string(name)),
      JSONValue.Member("baseline", JSONValue(baseline?.value)),
    ]
    let members = head + (budget.map { [JSONValue.Member("budget", $0.json)] } ?? [])
    guard case .object(let rest) = body else { return .object(members) }
    return .object(members + rest)
  }

  /// The members behind the head.
  private var body: JSONValue {
    [
      "files": .array(files.map(\.json)),
      "universes": .array(universes.map { ["name": .string($0.name.value), "value": $0.value.json] }),
      "stages": .array(stages.map(\.json)), "variants": .array(variants.map(\.json)),
    ]
  }
}

extension VariantDocument {
  /// The document as JSON, each member on a line.
  package var json: String {
    let head: JSONValue = [
      "format": .string(PlanFileKind.variant.rawValue), "name": .string(name), "baseline": JSONValue(baseline?.value),
      "stages": .string(stages.value),
    ]
    return "{\n\(head.memberLines),\n\"variant\": {\n\(variant.json.memberLines)\n}}\n"
  }
}

extension JSONValue {
  /// The members of an object, each on a line.
  fileprivate var memberLines: String {
    guard case .object(let members) = self else { return "" }
    return members.map { "\(JSONText.text(of: .string($0.name))): \(JSONText.text(of: $0.value))" }
      .joined(separator: ",\n")
  }
}

extension PlanListDocument {
  /// The document as JSON.
  package var json: String {
    let value: JSONValue = [
      "format": .string(PlanFileKind.list.rawValue), "name": .string(name), "baseline": JSONValue(baseline?.value),
      "parts": .object(parts.map { JSONValue.Member($0.path.value, .string($0.prefix)) }),
    ]
    return JSONText.text(of: value, .pretty) + "\n"
  }
}

extension PlanDocument.FileEntry {
  /// The entry as JSON.
  var json: JSONValue { ["path": .string(path), "digest": CanonicalValue.digest(digest).json] }
}

extension Budget {
  /// The limits that there are: hours, and numbers of bytes.
  fileprivate var json: JSONValue {
    let limits: [JSONValue.Member?] = [
      hours.map { JSONValue.Member("hours", .real($0.value)) },
      memory.map { JSONValue.Member("memory", .integer($0.value.bytes)) },
      disk.map { JSONValue.Member("disk", .integer($0.value.bytes)) },
    ]
    return .object(limits.compactMap(\.self))
  }
}

extension PlanDocument.StageEntry {
  fileprivate var json: JSONValue {
    [
      "name": .string(name.value), "purpose": .array(purpose.value.map(JSONValue.string)),
      "operation": .string(operation.value), "version": .integer(version),
      "fingerprint": .string(fingerprint.value.digits), "universe": JSONValue(universe?.value),
      "parameters": parameters.json,
      "inputs": .array(
        inputs.map {
          [
            "role": .string($0.role), "stage": .string($0.stage.value), "artifact": .string($0.artifact.value),
          ]
        }),
    ]
  }
}

extension PlanDocument.VariantEntry {
  fileprivate var json: JSONValue {
    [
      "name": .string(name.value), "declared": .string(place.declared),
      "sweep": .array(place.sweep.map { ["path": .string($0.path), "value": .string($0.value)] }),
      "seed": .integer(place.seed), "universe": .string(universe.value),
      "tasks": .array(
        tasks.map {
          ["name": .string($0.name), "metric": .string($0.metric.value), "mask": .string($0.mask.value)]
        }),
      "components": .array(
        components.map {
          [
            "tasks": .array($0.tasks.map(JSONValue.string)), "train": .string($0.train.value),
            "evaluate": .string($0.evaluate.value),
          ]
        }),
      "measure": JSONValue(measure?.value),
      "starts": .array(
        starts.map {
          ["purpose": .array($0.purpose.value.map(JSONValue.string)), "stage": .string($0.stage.value)]
        }),
    ]
  }
}
