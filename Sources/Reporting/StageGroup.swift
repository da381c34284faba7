import ExperimentSpec
import OrderedCollections
import Planning
import Text

/// Stages of one kind of purpose with the same reason to be run, or none.
struct StageGroup {
  /// What the stages are called together: `round.*.k`, or the title of the only one.
  let name: String

  /// The stages, in the plan's order.
  let stages: [StageID]

  var count: Int { stages.count }

  /// The estimated seconds of all of them; `nil` if any cannot be estimated.
  let seconds: Double?

  /// Why they are to be run.
  let reason: String

  /// The groups of `stages`, in the order of `plan`, which was made from `spec`; each stage by itself if that
  /// `isOneByOne`.
  static func groups(
    of stages: [StageID], in plan: Plan, from spec: Spec?, _ names: StageNames, isOneByOne: Bool,
    _ decisions: [StageID: StageDecision], _ costs: PlanCosts
  ) -> [StageGroup] {
    let patterns = StagePatterns(of: plan, names)
    let areCompared = stages.contains { decisions[$0]?.isComparison ?? false }
    let reasons = StageReasons(
      of: areCompared ? plan : .nothing, from: spec, names, patterns, isExact: isOneByOne)
    let groups = OrderedDictionary(grouping: stages.compactMap { plan.stages[$0] }) { stage in
      Key(
        kind: stage.purpose.kind, name: isOneByOne ? names[stage.id] : nil,
        reason: reasons.text(of: stage, decisions[stage.id] ?? .miss(.neverRun)))
    }
    return groups.map { key, members in
      let seconds = members.map { costs.stages[$0.id]?.seconds }
      return StageGroup(
        name: key.name ?? patterns.pattern(of: members.map(\.id)), stages: members.map(\.id),
        seconds: seconds.contains(nil) ? nil : seconds.compactMap(\.self).reduce(0, +), reason: key.reason)
    }
  }

  private struct Key: Hashable {
    let kind: StagePurpose.Kind
    let name: String?
    let reason: String
  }
}

extension StageDecision {
  /// Whether the decision tells of another stage.
  fileprivate var isComparison: Bool {
    switch self {
    case .miss(.changed), .miss(.upstreamChanged): true
    case .hit, .unneeded, .miss(.neverRun), .miss(.damaged), .miss(.damagedRecord), .miss(.newerFormat): false
    }
  }
}

/// Why stages are to be run, in the words of the specification or, where that `isExact`, in those of plans.
private struct StageReasons {
  private let files: [Digest: String]
  private let names: StageNames
  private let stages: StageTable

  /// What all stages of a kind are called.
  private let kinds: [StagePurpose.Kind: String]

  private let isExact: Bool

  /// Whether the specification has a value at a path; `nil` where none is known.
  private let isWritten: ((String) -> Bool)?

  /// The reasons of stages of `plan`, in which those are that decisions compare with others.
  init(of plan: Plan, from spec: Spec?, _ names: StageNames, _ patterns: StagePatterns, isExact: Bool) {
    isWritten = spec.map { spec in { spec.hasValue(at: $0) } }
    self.names = names
    self.isExact = isExact
    stages = plan.stages
    files = plan.writtenPaths
    kinds = Dictionary(grouping: plan.stages.values, by: \.purpose.kind).mapValues {
      patterns.pattern(of: $0.map(\.id))
    }
  }

  func text(of stage: Stage, _ decision: StageDecision) -> String {
    switch decision {
    case .miss(.neverRun): "never run"
    case .miss(.changed(let difference, _)): text(of: difference, in: stage)
    case .miss(.upstreamChanged(let producers, _)): text(of: producers)
    case .miss(.damaged(let artifact)): "\(artifact.rawValue) is damaged or missing"
    case .miss(.damagedRecord): "its record is damaged"
    case .miss(.newerFormat(let format)): "a newer release wrote it in the format '\(format)'"
    case .hit: "in the store"
    case .unneeded: "not needed"
    }
  }

  private func text(of difference: KeyDifference, in stage: Stage) -> String {
    if isExact { return "\(difference.field) \(difference.change)" }
    if case .digest(let digest)? = difference.planned, let path = files[digest] { return "\(path) changed" }
    return difference.phrase(origin: stage.origin(of: difference), isWritten: isWritten)
  }

  /// The stages that are read and have changed: by what they are for, or by name.
  private func text(of producers: [StageID]) -> String {
    let texts = producers.map { id in isExact ? names[id] : stages[id].flatMap { kinds[$0.purpose.kind] } ?? names[id] }
    return "reads from \(texts.withoutRepetitions.joined(separator: ", ")), which changed"
  }
}
