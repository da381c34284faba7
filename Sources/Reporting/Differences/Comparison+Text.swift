import ExperimentSpec
import Planning
import Text

extension Comparison {
  /// The comparison for people; of long lists only the first `limit` lines each, and the stages one by one only if
  /// there is no limit.
  package func text(limit: Int = 40) -> String {
    let title = "\(old.label) → \(new.label)"
    if isEqual {
      let counts = "\(counted(new.plan.variants.count, "variant")), \(counted(plan.newStageCount, "stage"))"
      return (["\(title): both mean the same (\(counts))"] + respeltLines(limit)).joined(separator: "\n")
    }
    let parts = [summaryLines, causeLines(limit), variantLines(limit), stageLines(limit), respeltLines(limit)]
    return (["\(title): different", ""] + parts.filter { !$0.isEmpty }.joined(separator: [""])).joined(separator: "\n")
  }

  /// What has to be run and what became of stages and variants, in a few lines.
  var summaryLines: [String] {
    let (stages, variants) = (stageCounts, variantCounts)
    let cost = costs.map {
      ", about \(duration($0.toRun.seconds)) of \(duration($0.all.seconds)); \(scaled($0.toRun.artifacts, "B")) to store"
    }
    let names = [(variants.new, "new"), (variants.gone, "gone"), (variants.renamed, "renamed")].filter { $0.0 > 0 }
    let baselines =
      old.plan.baseline == new.plan.baseline
      ? [] : ["baseline: \(old.plan.baseline ?? "none") → \(new.plan.baseline ?? "none")"]
    return [
      "to run: \(stages.toRun) of \(counted(plan.newStageCount, "stage"))\(cost ?? "")",
      "stages: \(stages.kept) kept, \(stages.changed) changed, \(stages.new) new, \(stages.gone) gone",
      "variants: \(variants.kept) kept, \(variants.changed) changed"
        + names.map { ", \($0.0) \($0.1)" }.joined(),
    ] + baselines
  }

  private func causeLines(_ limit: Int) -> [String] {
    causes.isEmpty ? [] : ["causes"] + limited(causes.map(causeLines), limit)
  }

  private func causeLines(_ cause: DifferenceCause) -> String {
    let variants = variants(of: cause)
    let head = "  \(causePhrase(cause))" + (variants.isEmpty ? "" : ", in \(shortList(variants))")
    let rest = places(of: cause) + [consequences(of: cause).phrase(of: plan.newStageCount)]
    return ([head] + rest.map { "      \($0)" }).joined(separator: "\n")
  }

  private func variantLines(_ limit: Int) -> [String] {
    let groups = VariantGroup.groups(of: self, limit: limit)
    return groups.isEmpty ? [] : ["variants"] + limited(groups.map(variantLine), limit)
  }

  private func variantLine(_ group: VariantGroup) -> String {
    var line = "  \(group.sign) \(group.name): \(group.phrase)"
    if group.members.count == 1, let (left, right) = parameters(of: group.name) {
      line += "; parameters \(phrase(left)) → \(phrase(right))"
    }
    return line
  }

  /// The stages one by one, with the causes that they tell themselves.
  private func stageLines(_ limit: Int) -> [String] {
    if limit < .max || plan.stages.isEmpty { return [] }
    return ["stages"]
      + plan.stages.map { stage in
        switch (stage.old, stage.new) {
        case (nil, _): "  + \(stage.name)"
        case (_, nil): "  - \(stage.name)"
        case (_?, _?): "  ~ \(stage.name): \(stage.causePhrase)"
        }
      }
  }

  /// The values that are written differently and mean the same, if there are any.
  private func respeltLines(_ limit: Int) -> [String] {
    if respelt.isEmpty { return [] }
    return ["written differently, with the same meaning"] + limited(respelt.map { "  \($0.phrase)" }, limit)
  }

  private func limited(_ lines: [String], _ limit: Int) -> [String] {
    lines.count <= limit ? lines : lines.prefix(limit) + ["  … and \(lines.count - limit) more (--all shows them)"]
  }
}

extension StageDifference {
  /// Why the stage is another one, on one line: its parameters if they differ, else what it reads.
  var causePhrase: String {
    let causes = self.causes
    let shown = causes.own.isEmpty ? causes : causes.own
    let phrases = shown.prefix(3).map(\.phrase)
    return phrases.joined(separator: "; ") + (shown.count > 3 ? "; and \(shown.count - 3) more" : "")
  }
}

/// A count that may not be known exactly.
func phrase(_ range: ClosedRange<Int>) -> String {
  range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
}
