import Diagnostics
import Planning
import Text
import ExperimentSpec

extension PlanDocument {
  /// The document as JSON, for programs; `docs/plan-format.md` describes it.
  package var json: String { JSONText.text(of: jsonValue, .pretty) + "\n" }

  private var jsonValue: JSONValue {
    .object(
      head(.plan, name, baseline, budget) + [
        .init("files", .array(files.map(\.json))),
        .init("universes", .array(universes.map { ["name": .string($0.name.value), "value": $0.value.json] })),
        .init("stages", .array(stages.map(\.json))), .init("variants", .array(variants.map(\.json))),
      ])
  }
}

/// The members that a file begins with.
private func head(
  _ kind: PlanFileKind, _ name: String, _ baseline: Placed<String>?, _ budget: Budget?
) -> [JSONValue.Member] {
  [
    .init("format", .string(kind.rawValue)), .init("name", .string(name)),
    .init("baseline", JSONValue(baseline?.value)),
  ] + (budget.map { [.init("budget", $0.json)] } ?? [])
}

extension VariantDocument {
  /// The document as JSON, each member on a line.
  package var json: String {
    let head = head(.variant, name, baseline, budget) + [.init("stages", .string(stages.value))]
    return "{\n\(JSONValue.object(head).memberLines),\n\"variant\": {\n\(variant.json.memberLines)\n}}\n"
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
    let parts = parts.map { JSONValue.Member($0.path.value, .string($0.prefix)) }
    let value = JSONValue.object(head(.list, name, baseline, budget) + [.init("parts", .object(parts))])
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
      "name": .string(name.value), "group": .string(group), "declared": .string(place.declared),
      "sweep": .array(place.sweep.map { ["path": .string($0.path), "value": .string($0.value)] }),
      "seed": .integer(place.seed), "universe": .string(universe.value),
      "tasks": .array(
        tasks.map {
          ["name": .string($0.name), "metric": .string($0.metric.value), "mask": .string($0.mask.value)]
        }),
      "components": .array(components.map(\.json)),
      "measure": JSONValue(measure?.value),
      "starts": .array(
        starts.map {
          ["purpose": .array($0.purpose.value.map(JSONValue.string)), "stage": .string($0.stage.value)]
        }),
    ]
  }
}

extension PlanDocument.ComponentEntry {
  fileprivate var json: JSONValue {
    let sets = sets.map { set -> JSONValue in
      ["name": .string(set.name), "evaluate": .string(set.evaluate.value)]
    }
    return .object(
      [
        .init("tasks", .array(tasks.map(JSONValue.string))), .init("train", .string(train.value)),
        .init("evaluate", .string(evaluate.value)),
      ] + (sets.isEmpty ? [] : [.init("sets", .array(sets))]))
  }
}
