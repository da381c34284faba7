import OrderedCollections
import Planning
import Text

/// Stages that are to be run for the same reason and serve one kind of purpose.
struct StageGroup {
  /// What the stages are called together: `round.*.k`, or the title of the only one.
  let name: String

  let count: Int

  /// The estimated seconds of all of them; `nil` if any cannot be estimated.
  let seconds: Double?

  /// Why they are to be run.
  let reason: String

  /// The groups of `misses`, in the plan's order; with `names`, each stage by itself under its name.
  static func groups(
    of misses: [StageID], _ names: StageNames?, in plan: Plan, _ decisions: [StageID: StageDecision], _ costs: PlanCosts
  ) -> [StageGroup] {
    let reasons = StageReasons(of: plan, names)
    let titles = StageTitleTexts(of: plan)
    let stages = misses.compactMap { plan.stages[$0] }
    let groups = OrderedDictionary(grouping: stages) { stage in
      Key(
        kind: stage.purpose.kind, name: names?[stage.id],
        reason: reasons.text(of: stage, decisions[stage.id] ?? .miss(.neverRun)))
    }
    return groups.map { key, members in
      let seconds = members.map { costs.stages[$0.id]?.seconds }
      return StageGroup(
        name: key.name ?? (members.count == 1 ? titles.text(of: members[0].id) : key.kind.groupName),
        count: members.count, seconds: seconds.contains(nil) ? nil : seconds.compactMap(\.self).reduce(0, +),
        reason: key.reason)
    }
  }

  private struct Key: Hashable {
    let kind: StagePurpose.Kind
    let name: String?
    let reason: String
  }
}

/// The titles of stages, found once.
private struct StageTitleTexts {
  private let names: StageNames

  init(of plan: Plan) { names = StageNames(of: plan) }

  func text(of id: StageID) -> String { names.title(of: id)?.text ?? names[id] }
}

extension StagePurpose.Kind {
  /// What stages of the kind are called together.
  fileprivate var groupName: String {
    switch self {
    case .round, .mask: "\(rawValue).*.k"
    case .vocabulary, .initialize, .sensitivity, .importance, .select, .draw, .importMask, .warmup, .rewind, .train,
      .evaluate, .measure:
      "\(rawValue).*"
    }
  }
}

/// Why stages are to be run, in the words of the specification.
private struct StageReasons {
  private let files: [Digest: String]
  private let titles: StageNames

  private let stages: StageTable

  /// The stages that are the only ones of their kind.
  private let singles: [StagePurpose.Kind: StageID]

  /// Whether parameters are called as in plans.
  private let isExact: Bool

  init(of plan: Plan, _ names: StageNames?) {
    stages = plan.stages
    singles = Dictionary(grouping: plan.stages.values, by: \.purpose.kind).compactMapValues {
      $0.count == 1 ? $0[0].id : nil
    }
    let all = plan.stages.values.lazy.flatMap(\.operation.inputFiles)
    files = Dictionary(
      all.compactMap { file in file.digest.map { ($0, file.writtenPath) } }, uniquingKeysWith: { first, _ in first })
    titles = names ?? StageNames(of: plan)
    isExact = names != nil
  }

  func text(of stage: Stage, _ decision: StageDecision) -> String {
    switch decision {
    case .miss(.neverRun): "never run"
    case .miss(.changed(let difference, _)): text(of: difference, in: stage)
    case .miss(.upstreamChanged(let producers, _)): text(of: producers)
    case .miss(.damaged(let artifact)): "\(artifact.rawValue) is damaged or missing"
    case .hit: "in the store"
    case .unneeded: "not needed"
    }
  }

  private func text(of difference: KeyDifference, in stage: Stage) -> String {
    let change = "\(difference.stored?.shortText ?? "nothing") → \(difference.planned?.shortText ?? "nothing")"
    if isExact { return "\(difference.field) \(change)" }
    if case .digest(let digest)? = difference.planned, let path = files[digest] { return "\(path) changed" }
    return difference.phrase(origin: stage.origin(of: difference))
  }

  /// The stages that are read and have changed: by what they are for, or by name.
  private func text(of producers: [StageID]) -> String {
    let texts = producers.compactMap { id -> String? in
      guard !isExact, let kind = stages[id]?.purpose.kind else { return titles.title(of: id)?.text ?? titles[id] }
      return singles[kind].flatMap { titles.title(of: $0)?.text } ?? kind.groupName
    }
    return "reads from \(OrderedSet(texts).joined(separator: ", ")), which changed"
  }
}
