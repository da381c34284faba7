import Diagnostics
import ExperimentSpec
import OrderedCollections
import Planning
import Text

extension Comparison {
  /// The comparison for people; of long lists only the first `limit` lines each.
  package func text(limit: Int = 40) -> String {
    let title = "\(old.label) → \(new.label)"
    if isEqual {
      let counts = "\(counted(new.plan.variants.count, "variant")), \(counted(plan.newStageCount, "stage"))"
      return (["\(title): both mean the same (\(counts))"] + withoutEffectLines(limit)).joined(separator: "\n")
    }
    return
      (["\(title): different", ""] + variantLines(limit) + valueLines(limit) + stageLines(limit) + timeLines
      + withoutEffectLines(limit)).joined(separator: "\n")
  }

  private func variantLines(_ limit: Int) -> [String] {
    let baselines =
      old.plan.baseline == new.plan.baseline
      ? [] : ["  baseline: \(old.plan.baseline ?? "none") → \(new.plan.baseline ?? "none")"]
    if plan.variants.isEmpty, baselines.isEmpty { return [] }
    return ["variants"] + baselines + limited(plan.variants.map(variantLine), limit)
  }

  private func variantLine(_ variant: VariantDifference) -> String {
    switch variant.change {
    case .added: "  + \(variant.name)"
    case .removed: "  - \(variant.name)"
    case .renamed(let old): "  > \(variant.name), formerly \(old)"
    case .changed(let newResults, let count, let was):
      "  ~ \(variant.name)\(was.map { ", formerly \($0)" } ?? ""): \(newResults) of \(counted(count, "result")) new"
        + parameterPhrase(of: variant.name)
    }
  }

  private func parameterPhrase(of name: String) -> String {
    guard let (left, right) = parameters(of: name) else { return "" }
    return "; parameters \(phrase(left)) → \(phrase(right))"
  }

  private func valueLines(_ limit: Int) -> [String] {
    effectiveValues.isEmpty ? [] : ["values"] + limited(effectiveValues.map(valueLine), limit)
  }

  /// The values that are written differently and mean the same, if there are any.
  private func withoutEffectLines(_ limit: Int) -> [String] {
    let values = valuesWithoutEffect
    if values.isEmpty { return [] }
    return ["written differently, with the same meaning"] + limited(values.map(valueLine), limit)
  }

  private func valueLine(_ value: ValueDifference) -> String {
    let change = "  \(value.path): \(value.old?.text ?? "nothing") → \(value.new?.text ?? "nothing")"
    let common = plan.pairs.count
    let variants = value.variants.count == common ? "" : ", in \(shortList(value.variants))"
    let places = [value.old, value.new].compactMap(\.self).map {
      "      \($0.origin.range?.description ?? "default")"
    }
    return ([change + variants] + places).joined(separator: "\n")
  }

  /// The stages that differ, those of one cause together; each for itself where there is no limit.
  private func stageLines(_ limit: Int) -> [String] {
    let changed = plan.stages.filter { $0.old != nil && $0.new != nil }
    let added = plan.stages.filter { $0.old == nil }
    let gone = plan.stages.filter { $0.new == nil }
    let head =
      "stages: \(plan.commonStageCount) in common, \(changed.count) changed, \(added.count) new, \(gone.count) gone"
    if limit == .max {
      return [head] + changed.map { "  ~ \($0.name): \($0.causePhrase)" } + added.map { "  + \($0.name)" }
        + gone.map { "  - \($0.name)" }
    }
    return [head] + limited(causeGroups(of: changed), limit)
      + (added.isEmpty ? [] : ["  + \(abridged(added.map(\.name)))"])
      + (gone.isEmpty ? [] : ["  - \(abridged(gone.map(\.name)))"])
  }

  /// The changed stages, cause by cause, each time with the changed stages that differ only because they read from
  /// these.
  private func causeGroups(of changed: [StageDifference]) -> [String] {
    let sources = changed.filter { !$0.ownCauses.isEmpty || $0.roots == OrderedSet($0.causes) }
    let groups = OrderedDictionary(grouping: sources, by: \.causePhrase)
    return groups.map { phrase, members in
      let downstream = stages(readingFrom: members, in: changed)
      return "  ~ by \(phrase): \(abridged(members.map(\.name)))"
        + (downstream.isEmpty ? "" : "\n      and what reads from them: \(abridged(downstream.map(\.name)))")
    }
  }

  /// The stages of `changed`, which are in the order of the plan, that differ because they read from `members` and for
  /// no cause of their own.
  private func stages(readingFrom members: [StageDifference], in changed: [StageDifference]) -> [StageDifference] {
    let own = Set(members.compactMap(\.new?.id))
    var reached = own
    return changed.filter { difference in
      guard let stage = difference.new, !own.contains(stage.id), difference.ownCauses.isEmpty,
        stage.inputs.contains(where: { reached.contains($0.stage) })
      else { return false }
      reached.insert(stage.id)
      return true
    }
  }

  /// What the difference costs, where it can be estimated.
  private var timeLines: [String] {
    guard let seconds else { return [] }
    return [
      "time: about \(duration(seconds.old)) → \(duration(seconds.new)) in all, "
        + "\(duration(seconds.anew)) of it to rerun"
    ]
  }

  private func abridged(_ names: [String]) -> String {
    names.count <= 8
      ? names.joined(separator: ", ")
      : names.prefix(6).joined(separator: ", ") + " … " + names.suffix(1).joined() + " (\(names.count))"
  }

  private func limited(_ lines: [String], _ limit: Int) -> [String] {
    lines.count <= limit ? lines : lines.prefix(limit) + ["  … and \(lines.count - limit) more (--all shows them)"]
  }
}

extension StageDifference {
  /// Why the stage is another one, on one line: its parameters if they differ, else what it reads.
  var causePhrase: String {
    let told = ownCauses.isEmpty ? causes : ownCauses
    let phrases = told.prefix(3).map(\.phrase)
    return phrases.joined(separator: "; ") + (told.count > 3 ? "; and \(told.count - 3) more" : "")
  }
}

extension StageDifference.Cause {
  var phrase: String {
    switch self {
    case .version(let old, let new): "version \(old) → \(new)"
    case .parameter(let field):
      "\(field.field) \(field.stored?.shortText ?? "absent") → \(field.planned?.shortText ?? "absent")"
    case .input(let role, let stage): "reads \(role) of \(stage)"
    }
  }
}

/// A count that may not be known exactly.
func phrase(_ range: ClosedRange<Int>) -> String {
  range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
}
