import ExperimentSpec
import OrderedCollections

/// Finds the changes of values and files that explain the differences of two plans.
///
/// Where one thing was changed in a variant, all that is different in it goes back to that. Where several were, each is
/// made alone in the old variant and unmade alone in the new one: what either does to a stage of the variant is its
/// doing. So nothing has to know which parameter of which stage comes from which value.
struct CauseFinder {
  private let difference: PlanDifference
  private let changes: [ChangeProbe.Change]

  /// The stages of each change so far, and those of them that differ of themselves.
  private var found: [(stages: OrderedSet<Int>, sources: OrderedSet<Int>)]

  /// What `stagesOutside` has found.
  private var outside: [Int: Set<StageID>] = [:]

  /// The places in the difference's list of the stages that only one plan has.
  private let newPlaces: [StageID: Int]
  private let gonePlaces: [StageID: Int]

  /// The causes of what differs between the plans that were made from `old` and `new`.
  static func causes(of difference: PlanDifference, from old: PlanSource, to new: PlanSource) -> [DifferenceCause] {
    var finder = CauseFinder(difference, from: old, to: new)
    finder.compare(from: old, to: new)
    return finder.causes(
      sweep: old.spec.sweepDifferences(to: new.spec), parts: old.spec.partDifferences(to: new.spec))
  }

  private init(_ difference: PlanDifference, from old: PlanSource, to new: PlanSource) {
    self.difference = difference
    changes =
      old.spec.differences(to: new.spec, in: difference.pairs).map(ChangeProbe.Change.value)
      + new.changedFiles(from: old).map(ChangeProbe.Change.file)
    found = changes.map { _ in ([], []) }
    let places = difference.stages.enumerated()
    newPlaces = Dictionary(
      places.compactMap { place, stage in stage.new.map { ($0.id, place) } }, uniquingKeysWith: { first, _ in first })
    gonePlaces = Dictionary(
      places.compactMap { place, stage in stage.new == nil ? stage.old.map { ($0.id, place) } : nil },
      uniquingKeysWith: { first, _ in first })
  }

  private mutating func compare(from old: PlanSource, to new: PlanSource) {
    let pairs = difference.variantPairs.filter { $0.old.results != $0.new.results }
    let relevant = changesByVariant(of: pairs)
    let crowded = pairs.filter { relevant[$0.new.name, default: []].count > 1 }
    var probes: [Int: ChangeProbe] = [:]
    for (number, change) in changes.enumerated() {
      let touched = crowded.filter { relevant[$0.new.name, default: []].contains(number) }
      if !touched.isEmpty { probes[number] = ChangeProbe(change, in: touched, from: old, to: new) }
    }
    for pair in pairs { compare(pair, relevant[pair.new.name, default: []], probes) }
  }

  /// Finds what the changes with `numbers` do to the stages of `pair`, with a probe for each if there are several.
  private mutating func compare(_ pair: VariantPairs.Pair, _ numbers: [Int], _ probes: [Int: ChangeProbe]) {
    let before = SlotTable.Slots(of: pair.old, in: difference.old)
    let after = SlotTable.Slots(of: pair.new, in: difference.new)
    func stages(for purpose: StagePurpose) -> [StageID] {
      [after.stages[purpose], before.stages[purpose]].compactMap(\.self)
    }
    let all = before.changes(to: after)
    var open = all
    for number in numbers where numbers.count > 1 {
      for (purpose, effect) in probes[number]?.effects(in: pair, before, after) ?? [:] {
        guard let whole = all[purpose], effect.isOfKind(whole) else { continue }
        open[purpose] = nil
        let stages = stages(for: purpose)
        switch effect {
        case .changed: add(stages, effect, to: number)
        case .new, .gone:
          // What other variants want as well is not there, or not gone, because of a change in these.
          if !stages.contains(where: stagesOutside(number).contains) { add(stages, effect, to: number) }
        }
      }
    }
    // What no change does alone goes to all of them.
    for (purpose, effect) in open {
      for number in numbers { add(stages(for: purpose), effect, to: number) }
    }
  }

  /// The stages that variants need which the change with this number does not concern.
  private mutating func stagesOutside(_ number: Int) -> Set<StageID> {
    guard case .value(let value) = changes[number] else { return [] }
    if let known = outside[number] { return known }
    let touched = Set(value.variants)
    let pairs = difference.variantPairs.filter { !touched.contains($0.new.name) }
    let old = difference.old.stages(neededBy: pairs.flatMap(\.old.namedStages))
    let stages = Set(old).union(difference.new.stages(neededBy: pairs.flatMap(\.new.namedStages)))
    outside[number] = stages
    return stages
  }

  /// The changes that concern each of the new variants of `pairs`.
  private func changesByVariant(of pairs: [VariantPairs.Pair]) -> [String: [Int]] {
    var relevant: [String: [Int]] = [:]
    for (number, change) in changes.enumerated() {
      let names =
        switch change {
        case .value(let value): value.variants
        case .file: pairs.map(\.new.name)
        }
      for name in names { relevant[name, default: []].append(number) }
    }
    return relevant
  }

  /// Counts `stages`, the new one and the old one for one purpose, to the change with this number.
  private mutating func add(_ stages: [StageID], _ effect: SlotTable.Change, to number: Int) {
    for place in stages.compactMap({ newPlaces[$0] ?? gonePlaces[$0] }) {
      found[number].stages.append(place)
      if effect.isSource { found[number].sources.append(place) }
    }
  }

  /// What was found, in the order of what was changed. What variants that only one plan has need goes back to `sweep`,
  /// and to those of `parts` that it is about.
  private func causes(
    sweep: [ValueDifference], parts: @autoclosure () -> [(difference: ValueDifference, tasks: Set<String>)]
  ) -> [DifferenceCause] {
    var causes = zip(changes, found).map { change, found in
      var (stages, sources) = found
      stages.sort()
      sources.sort()
      return DifferenceCause(subject: change.subject, stages: stages, sources: sources)
    }
    let known = Set(causes.flatMap(\.stages))
    let rest = difference.stages.indices.filter { !known.contains($0) }
    let single = OrderedSet(rest.filter { difference.stages[$0].old == nil || difference.stages[$0].new == nil })
    if !single.isEmpty {
      let known = Set(changes.compactMap(\.path))
      for (part, tasks) in parts() where !known.contains(part.path) {
        let stages = single.filter { place in
          // An added part makes new stages, and one that is gone made those that are gone.
          let stage = part.old.isEmpty ? difference.stages[place].new : difference.stages[place].old
          return stage.map { !tasks.isDisjoint(with: $0.operation.definition.taskNames) } ?? false
        }
        if !stages.isEmpty { causes.append(DifferenceCause(subject: .value(part), stages: stages, sources: [])) }
      }
    }
    // If only the values behind the names of a sweep differ, the paths of these values are the causes.
    if !single.isEmpty || difference.variants.isEmpty {
      causes += sweep.map { DifferenceCause(subject: .value($0), stages: single, sources: []) }
    }
    return causes + difference.stageCauses(of: rest.filter { !single.contains($0) })
  }
}

extension ChangeProbe.Change {
  /// The path of the value; `nil` for a file.
  fileprivate var path: String? {
    switch self {
    case .value(let value): value.path
    case .file: nil
    }
  }

  fileprivate var subject: DifferenceCause.Subject {
    switch self {
    case .value(let value): .value(value)
    case .file(let path): .file(path)
    }
  }
}

extension PlanDifference {
  /// The causes of the stages at `places` as the stages themselves tell them, for plans of which no more is known.
  func stageCauses(of places: [Int]) -> [DifferenceCause] {
    // Roots are costly.
    if places.isEmpty { return [] }
    var causes: OrderedDictionary<StageDifference.Cause, (stages: OrderedSet<Int>, sources: OrderedSet<Int>)> = [:]
    var contents: [[CanonicalValue]: StageDifference.Cause] = [:]
    /// The first cause equivalent to `cause`: a content in place of another is one cause, whichever parameters hold it.
    func first(of cause: StageDifference.Cause) -> StageDifference.Cause {
      guard case .parameter(let field) = cause, case .digest? = field.stored, case .digest? = field.planned else {
        return cause
      }
      let key = [field.stored, field.planned].compactMap(\.self)
      if let known = contents[key] { return known }
      contents[key] = cause
      return cause
    }
    let roots = stages.roots
    for place in places {
      for root in roots[place] { causes[first(of: root), default: ([], [])].stages.append(place) }
      for cause in stages[place].ownCauses { causes[first(of: cause), default: ([], [])].sources.append(place) }
    }
    return causes.map { cause, found in
      var (stages, sources) = found
      stages.sort()
      sources.sort()
      return DifferenceCause(
        subject: .stage(cause, origin: origin(of: cause, in: sources)), stages: stages, sources: sources)
    }
  }

  /// What decides the parameter that differs in the stages at `sources`, if it is the same for all of them.
  private func origin(of cause: StageDifference.Cause, in sources: OrderedSet<Int>) -> ParameterOrigin? {
    guard case .parameter(let field) = cause else { return nil }
    let origins = Set(sources.map { stages[$0].new?.origin(of: field) })
    return origins.count == 1 ? origins.first ?? nil : nil
  }
}
