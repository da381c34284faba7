import Diagnostics
import ExperimentSpec
import Planning
package import Text

extension Comparison {
  /// The comparison for programs; `docs/plan-format.md` describes it.
  package var json: JSONValue {
    [
      "format": "sharespec diff 1", "old": .string(old.label), "new": .string(new.label), "equal": .boolean(isEqual),
      "baseline": ["old": JSONValue(old.plan.baseline), "new": JSONValue(new.plan.baseline)],
      "variants": .array(plan.variants.map(json)),
      "values": .array(values.map { json($0, hasEffect: !valuesWithoutEffect.contains($0)) }),
      "stages": [
        "common": .integer(plan.commonStageCount), "differences": .array(plan.stages.map(\.json)),
      ],
      "seconds": seconds.map { ["old": .real($0.old), "new": .real($0.new), "anew": .real($0.anew)] } ?? .null,
    ]
  }

  private func json(_ variant: VariantDifference) -> JSONValue {
    var members: [JSONValue.Member] = [.init("name", .string(variant.name))]
    switch variant.change {
    case .added: members.append(.init("change", "added"))
    case .removed: members.append(.init("change", "removed"))
    case .renamed(let old): members += [.init("change", "renamed"), .init("was", .string(old))]
    case .changed(let newResults, let count, let was):
      members += [.init("change", "changed")] + (was.map { [.init("was", .string($0))] } ?? [])
      members += [
        .init("new_results", .integer(newResults)), .init("results", .integer(count)),
      ]
    }
    if let (left, right) = parameters(of: variant.name) {
      members.append(.init("parameters", ["old": left.json, "new": right.json]))
    }
    return .object(members)
  }

  private func json(_ value: ValueDifference, hasEffect: Bool) -> JSONValue {
    [
      "path": .string(value.path), "old": value.old.json, "new": value.new.json,
      "variants": .array(value.variants.map(JSONValue.string)), "has_effect": .boolean(hasEffect),
    ]
  }
}

extension SettledValue? {
  fileprivate var json: JSONValue {
    guard let self else { return nil }
    return ["value": .string(self.text), "place": JSONValue(self.origin.range?.description)]
  }
}

extension ClosedRange<Int> {
  fileprivate var json: JSONValue { [.integer(lowerBound), .integer(upperBound)] }
}

extension StageDifference {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "old": JSONValue(old?.id.description), "new": JSONValue(new?.id.description),
      "causes": .array(causes.map { .string($0.phrase) }), "roots": .array(roots.map { .string($0.phrase) }),
    ]
  }
}
