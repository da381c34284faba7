package import Diagnostics
import Planning

extension PlanDocument {
  /// The plan of `variants`, whose stages stand in the first of `stages` that has them; `nil`, with the reasons in
  /// `log`, if one is nowhere.
  ///
  /// - Parameter path: the path of the stages, for people.
  package init?(
    _ variants: [VariantDocument], stagesIn stages: [StagesIndex], at path: String, log: inout DiagnosticLog
  ) {
    var joined = JoinedPlan(stages)
    for variant in variants { joined.add(variant, stagesAt: path) }
    log.record(contentsOf: joined.log)
    guard !joined.log.hasErrors, let first = variants.first else { return nil }
    self.init(
      name: first.name, baseline: first.baseline, files: joined.files, universes: joined.universes,
      stages: joined.entries, variants: joined.variants)
  }
}

/// Puts variants and the stages that they need together.
private struct JoinedPlan {
  private let stages: [StagesIndex]
  private(set) var entries: [PlanDocument.StageEntry] = []
  private(set) var variants: [PlanDocument.VariantEntry] = []
  private(set) var log = DiagnosticLog()

  /// The places of the entries, by name.
  private var places: [String: Int] = [:]
  private var digests: Set<Digest> = []

  init(_ stages: [StagesIndex]) { self.stages = stages }

  /// The files that the stages read.
  var files: [PlanDocument.FileEntry] {
    var known: Set<Digest> = []
    return stages.flatMap(\.document.files).filter { digests.contains($0.digest) && known.insert($0.digest).inserted }
  }

  /// What masks of stages and variants are about.
  var universes: [PlanDocument.UniverseEntry] {
    var known: Set<String> = []
    return (entries.compactMap(\.universe) + variants.map(\.universe)).compactMap { name in
      guard known.insert(name.value).inserted,
        let value = stages.lazy.compactMap({ $0.document.values[name.value] }).first
      else { return nil }
      return PlanDocument.UniverseEntry(name: name, value: value)
    }
  }

  mutating func add(_ document: VariantDocument, stagesAt path: String) {
    let variant = document.variant
    func name(_ fingerprint: Placed<String>) -> Placed<String> {
      for index in stages {
        guard let name = index.name(of: fingerprint.value) else { continue }
        add(name, in: index, stating: StatedFingerprint(startingWith: fingerprint.value))
        return Placed(name, at: fingerprint.range)
      }
      log.record(.missingStage(fingerprint, of: variant.name.value, in: path))
      return fingerprint
    }
    let components = variant.components.map {
      PlanDocument.ComponentEntry(
        tasks: $0.tasks, train: name($0.train), evaluate: name($0.evaluate),
        sets: $0.sets.map { PlanDocument.SetEntry(name: $0.name, evaluate: name($0.evaluate)) })
    }
    let measure = variant.measure.map(name)
    // A training that nothing of the variant starts from is no stage of its plan.
    let starts = variant.starts.compactMap { start -> PlanDocument.StartEntry? in
      guard let name = stages.lazy.compactMap({ $0.name(of: start.stage.value) }).first, places[name] != nil else {
        return nil
      }
      return PlanDocument.StartEntry(purpose: start.purpose, stage: Placed(name, at: start.stage.range))
    }
    variants.append(
      PlanDocument.VariantEntry(
        name: variant.name, group: variant.group, place: variant.place, tasks: variant.tasks, universe: variant.universe,
        components: components, measure: measure, starts: starts))
  }

  /// Adds the stage called `name` and those that it reads from.
  private mutating func add(_ name: String, in index: StagesIndex, stating fingerprint: StatedFingerprint?) {
    if let place = places[name] {
      // The variant says more of the fingerprint than the stages themselves.
      if fingerprint != nil, let entry = index.entry(name, stating: fingerprint) { entries[place] = entry }
      return
    }
    var open = [(name: name, fingerprint: fingerprint)]
    while let next = open.popLast() {
      guard places[next.name] == nil, let entry = index.entry(next.name, stating: next.fingerprint) else { continue }
      places[next.name] = entries.count
      entries.append(entry)
      entry.parameters.collectDigests(into: &digests)
      open += entry.inputs.map { ($0.stage.value, nil) }
    }
  }
}

extension CanonicalValue {
  /// Adds the digests that stand in the value.
  fileprivate func collectDigests(into digests: inout Set<Digest>) {
    switch self {
    case .digest(let digest): digests.insert(digest)
    case .list(let elements): for element in elements { element.collectDigests(into: &digests) }
    case .record(let fields): for field in fields { field.value.collectDigests(into: &digests) }
    case .boolean, .integer, .real, .text: break
    }
  }
}
