package import Diagnostics
import ExperimentSpec
package import MaskAlgebra
import Model
import Text

/// A sharing mechanism spelt out: what there is one of for each task, the mask of each task, and the coupling.
///
/// Short forms are defined here, by what they stand for; nothing after this phase knows them.
struct SharingExpansion {
  let towers: TowerScope
  let coupling: CouplingSpec?
  let masks: [String: WrittenMask]

  /// The files that masks are read from, in written order.
  let files: [Located<String>]

  /// Whether it is known what there are towers of: a mask that cannot be read may speak of them.
  let areTowersKnown: Bool

  /// Spells out the sharing of `parts` as far as it makes sense; the rest is in `log` unless it is known.
  init(_ parts: SharingParts, log: inout DiagnosticLog) {
    var masks: [String: WrittenMask] = [:]
    var files: [Located<String>] = []
    var areAllReadable = true
    for source in parts.maskSources(log: &log) {
      guard let expression = MaskExpression(parsing: source.text, path: source.path, log: &log) else {
        areAllReadable = false
        continue
      }
      let mask = WrittenMask(
        expression: expression, range: source.text.whole, path: source.path, form: source.form)
      for task in source.tasks { masks[task] = mask }
      files += expression.filePaths.map { Located($0.value, .written($0.range ?? source.text.whole)) }
    }
    self.masks = masks
    self.files = files
    let mentionsTowers = masks.values.contains { $0.expression.mentionsTowers }
    switch parts.sharing {
    case .named(let name):
      (towers, coupling) = name.value.towersAndCoupling
      areTowersKnown = true
    case .levels:
      (towers, coupling) = (.none, nil)
      areTowersKnown = true
    case .masks(let spec):
      coupling = spec.coupling
      towers = spec.towers ?? (mentionsTowers ? .all : .none)
      let areKnown = !parts.gaps.touch("sharing") && (spec.towers != nil || mentionsTowers || areAllReadable)
      switch (towers, spec.coupling) {
      case (.none, let coupling?) where areKnown:
        log.record(.couplingWithoutTowers(coupling, masks))
        areTowersKnown = false
      case (.none, _), (.encoder, _), (.all, _): areTowersKnown = areKnown
      }
    }
  }
}

/// The mask of one task as it was written.
package struct WrittenMask {
  package let expression: MaskExpression
  package let range: SourceRange?
  let path: String

  /// What stands there: the field of the mask itself, or the short form that expands to it.
  package let form: String
}

/// The text of a mask, the path of the field that it stands in or follows from, and the tasks that have it.
private struct MaskSource {
  let text: LocatedText
  let path: String
  let form: String
  let tasks: [String]

  /// The mask of `tasks` that is `text` in the field at `path`.
  init(_ text: LocatedText, at path: String, form: String? = nil, of tasks: [String]) {
    self.text = text
    self.path = path
    self.form = form ?? path
    self.tasks = tasks
  }
}

extension SharingParts {
  /// The text of every mask; findings about which tasks have one go to `log`.
  fileprivate func maskSources(log: inout DiagnosticLog) -> [MaskSource] {
    if gaps.cover("sharing") { return [] }
    switch sharing {
    case .named(let name):
      guard let place = name.origin.range else { return [] }
      let text = LocatedText(name.value.mask(hasCharacters: characters != nil), at: place)
      return [MaskSource(text, at: "sharing", form: "sharing: \(name.value.rawValue)", of: tasks)]
    case .levels(let levels):
      if gaps.cover("sharing", "levels") { return [] }
      if !gaps.cover("tasks") { log.record(levels, ofTasks: tasks, in: "sharing.levels", allowingWildcard: false) }
      return levels.compactMap { level in
        guard let place = level.value.origin.range, !gaps.cover("sharing", "levels", level.name) else { return nil }
        if level.value.value > encoder.layers, !gaps.cover("base", "encoder", "layers") {
          log.record(.levelBeyondLayers(level.value, layers: encoder.layers))
          return nil
        }
        let layers = "layers(1..\(level.value.value))"
        let text = characters == nil ? layers : "char_cnn | \(layers)"
        return MaskSource(
          LocatedText(text, at: place), at: "sharing.levels.\(level.name)", of: tasks.filter { $0 == level.name })
      }
    case .masks(let spec):
      if gaps.cover("sharing", "masks") { return [] }
      if !gaps.cover("tasks") { log.record(spec.masks, ofTasks: tasks, in: "sharing.masks", allowingWildcard: true) }
      let named = Set(spec.masks.map(\.name))
      return spec.masks.filter { !gaps.cover("sharing", "masks", $0.name) }.map { mask in
        MaskSource(
          mask.value, at: "sharing.masks.\(mask.name)",
          of: tasks.filter { mask.name == "*" ? !named.contains($0) : $0 == mask.name })
      }
    }
  }
}

extension DiagnosticLog {
  /// The most unknown names that are held against those that are known.
  private static let mostComparedNames = 1000

  /// Records what is wrong with the names of `entries`, each of which should be a task, and every task there.
  fileprivate mutating func record<Value>(
    _ entries: [Named<Value>], ofTasks names: [String], in path: String, allowingWildcard: Bool
  ) {
    let allowed = Set(names + (allowingWildcard ? ["*"] : []))
    for entry in entries where !allowed.contains(entry.name) {
      record(.unknownReference(Located(entry.name, .written(entry.nameRange)), .task, known: names))
    }
    let isComplete = allowingWildcard && entries.contains { $0.name == "*" }
    if isComplete { return }
    // A task whose name is misspelt here is not missing as well; each name is compared with all others.
    let unknown = entries.map(\.name).filter { !allowed.contains($0) }.prefix(Self.mostComparedNames)
    let misspelt = Set(unknown.compactMap { likelyMeant(by: $0, among: names).first })
    let written = Set(entries.map(\.name))
    for name in names where !written.contains(name) && !misspelt.contains(name) {
      record(.taskWithoutMask(name, path: path, at: entries.first?.nameRange))
    }
  }
}

extension SharingName {
  /// The mask that every task has.
  package func mask(hasCharacters: Bool) -> String {
    switch self {
    case .hard: "all"
    case .sparse: "imp(self)"
    case .single: "tower(self)"
    case .soft: hasCharacters ? "char_cnn | tower(self)" : "tower(self)"
    }
  }

  /// What there is one of for each task, and how these read each other.
  fileprivate var towersAndCoupling: (TowerScope, CouplingSpec?) {
    switch self {
    case .hard, .sparse: (.none, nil)
    case .single: (.all, nil)
    case .soft: (.encoder, CouplingSpec())
    }
  }
}
