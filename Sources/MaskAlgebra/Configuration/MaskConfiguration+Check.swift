package import Diagnostics
import Model

/// Where the mask of a task comes from.
package struct MaskOrigin: Hashable, Sendable {
  /// Where it is written.
  package let range: SourceRange?

  /// The path of the field that holds it, such as `sharing.masks.ner`.
  package let path: String?

  package init(range: SourceRange?, path: String?) {
    self.range = range
    self.path = path
  }
}

extension MaskConfiguration {
  /// Records in `log` what keeps tasks from being trained under their masks, and what is hardly wanted.
  ///
  /// - Parameters:
  ///   - isCoupled: whether towers read one another's outputs, so that a task may use several.
  ///   - origin: where the mask of a task comes from.
  package func check(isCoupled: Bool, origin: (String) -> MaskOrigin, log: inout DiagnosticLog) {
    for entry in entries {
      for finding in entry.findings(isCoupled: isCoupled) {
        log.record(finding.placed(at: origin(entry.task)))
      }
    }
    for (suspect, owner) in suspiciouslyEqual {
      var finding = Diagnostic.equalMasks(of: suspect, owner).placed(at: origin(suspect))
      if let range = origin(owner).range, range != finding.range {
        finding.others = [SourceLabel(range, "the mask of '\(owner)'")]
      }
      log.record(finding)
    }
  }

  /// The tasks that use the mask learned for another as if it were their own, each with the first such other.
  private var suspiciouslyEqual: [(suspect: String, owner: String)] {
    var members: [CanonicalMask: [String]] = [:]
    for entry in entries where !entry.mask.isStatic { members[entry.mask, default: []].append(entry.task) }
    var owners: [CanonicalMask: (first: String, all: Set<String>)] = [:]
    for (mask, tasks) in members where tasks.count > 1 {
      let sources = mask.support.compactMap { symbol -> String? in
        guard case .imp(let task, _) = symbol else { return nil }
        return task
      }
      let all = Set(sources).intersection(tasks)
      if let first = tasks.first(where: all.contains) { owners[mask] = (first, all) }
    }
    return entries.compactMap { entry in
      guard let owner = owners[entry.mask], !owner.all.contains(entry.task) else { return nil }
      return (entry.task, owner.first)
    }
  }
}

extension MaskConfiguration.Entry {
  /// What is wrong with the mask of this task alone.
  fileprivate func findings(isCoupled: Bool) -> [Diagnostic] {
    let towers = mask.liveTowers
    if towers.count > 1 && !isCoupled { return [.severalTowers(task: task, towers: towers)] }
    let places: [String?] = mask.universe.towers.isEmpty ? [nil] : towers
    let depths = places.map { mask.liveLayers(in: $0).last ?? 0 }
    if depths.allSatisfy({ $0 == 0 }) { return [.noEncoder(task: task)] }
    return places.flatMap { findings(in: $0) }
  }

  private func findings(in tower: String?) -> [Diagnostic] {
    let live = mask.liveLayers(in: tower)
    let tensors = mask.liveTensors(in: tower)
    var findings: [Diagnostic] = []
    if let dead = (1...max(1, live.last ?? 1)).first(where: { !live.contains($0) }),
      let above = live.first(where: { $0 > dead })
    {
      findings.append(.cutPath(task: task, dead: dead, live: above))
    }
    for layer in live where !tensors.contains(where: { $0.isInput(of: layer) }) {
      findings.append(.noInput(task: task, layer: layer))
    }
    let biased = Set(tensors.filter { $0.attribute == .biases }.compactMap(\.region.layer))
    for layer in biased.subtracting(live).sorted() { findings.append(.deadBiases(task: task, layer: layer)) }
    return findings
  }
}

extension ParameterTensor {
  /// Whether the tensor holds weights by which `layer` reads what is below it.
  fileprivate func isInput(of layer: Int) -> Bool {
    guard case .encoder(layer, _, .input) = region else { return false }
    return attribute == .weights
  }
}

extension Diagnostic {
  /// The finding at the place that `origin` tells.
  fileprivate func placed(at origin: MaskOrigin) -> Diagnostic {
    var placed = self
    placed.range = origin.range
    placed.path = origin.path
    return placed
  }
}
