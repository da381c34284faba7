import Diagnostics
import ExperimentSpec
import OrderedCollections
import Planning
package import Text

extension Comparison {
  /// The comparison for programs; `docs/diff.md` describes it.
  package var json: JSONValue {
    [
      "format": "sharespec diff 2", "old": .string(old.label), "new": .string(new.label), "equal": .boolean(isEqual),
      "digest": ["old": .string(old.plan.digest.description), "new": .string(new.plan.digest.description)],
      "baseline": ["old": JSONValue(old.plan.baseline), "new": JSONValue(new.plan.baseline)],
      "to_run": [
        "stages": .integer(stageCounts.toRun), "of": .integer(plan.newStageCount),
        "seconds": costs.map { .real($0.toRun.seconds) } ?? .null,
        "of_seconds": costs.map { .real($0.all.seconds) } ?? .null,
        "bytes": costs.map { .real($0.toRun.artifacts) } ?? .null,
      ],
      "causes": .array(causes.map(json)), "respelt": .array(respelt.map { .object(members(of: $0)) }),
      "variants": .array(plan.variants.map(json)),
      "stages": .object(
        stageCounts.members + [
          .init("kept", .integer(stageCounts.kept)),
          .init("differences", .array(zip(plan.stages, plan.stages.roots).map { $0.json(roots: $1) })),
        ]),
    ]
  }

  private func json(_ cause: DifferenceCause) -> JSONValue {
    var members: [JSONValue.Member]
    switch cause.subject {
    case .value(let value): members = [.init("kind", "value")] + self.members(of: value)
    case .file(let path): members = [.init("kind", "file"), .init("path", .string(path))]
    case .stage(let cause, let origin):
      members = [
        .init("kind", "stage"), .init("parameter", .string(cause.phrase)),
        .init("paths", .array((origin?.paths ?? []).map(JSONValue.string))),
      ]
    }
    let consequences = consequences(of: cause)
    members.append(
      .init(
        "follows",
        .object(
          consequences.counts.members + [
            .init("sources", consequences.sources.json), .init("purposes", consequences.purposes.json),
            .init("seconds", consequences.seconds.map(JSONValue.real) ?? .null),
          ])))
    return .object(members)
  }

  private func members(of value: ValueDifference) -> [JSONValue.Member] {
    [
      .init("path", .string(value.path)), .init("old", JSONValue(value.oldText)),
      .init("new", JSONValue(value.newText)),
      .init(
        "places",
        [
          "old": JSONValue(value.places.old?.description), "new": JSONValue(value.places.new?.description),
        ]), .init("variants", .array(value.variants.map(JSONValue.string))),
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
}

extension StageCounts {
  fileprivate var members: [JSONValue.Member] {
    [.init("changed", .integer(changed)), .init("new", .integer(new)), .init("gone", .integer(gone))]
  }
}

extension Sequence<(key: StagePurpose.Kind, value: Int)> {
  fileprivate var json: JSONValue { .object(map { .init($0.key.rawValue, .integer($0.value)) }) }
}

extension ClosedRange<Int> {
  fileprivate var json: JSONValue { [.integer(lowerBound), .integer(upperBound)] }
}

extension StageDifference {
  fileprivate func json(roots: OrderedSet<Cause>) -> JSONValue {
    [
      "name": .string(name), "old": JSONValue(old?.id.description), "new": JSONValue(new?.id.description),
      "causes": .array(causes.map { .string($0.phrase) }), "roots": .array(roots.map { .string($0.phrase) }),
    ]
  }
}
