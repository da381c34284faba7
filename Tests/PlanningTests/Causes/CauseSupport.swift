import Diagnostics
import ExperimentGraph
import ExperimentSpec
import FrontEndSupport

@testable import Planning

/// A plan with what it was made from.
struct Side {
  let plan: Plan
  let source: PlanSource

  init(_ spec: Spec, files: ResolvedFiles = ResolvedFiles()) throws {
    let graph = try rightGraph(of: spec)
    plan = Plan(lowering: graph, files: files)
    source = PlanSource(spec, graph, files)
  }

  /// The side of `spec`, whose files all exist and hold their own names, those in `changed` something else.
  init(_ spec: Spec, changed: Set<String>) throws {
    var files = ResolvedFiles()
    for file in try rightGraph(of: spec).files {
      let path = file.path.value
      let content = changed.contains(path) ? "\(path), changed" : path
      files[path] = InputFile(path: "/data/\(path)", digest: Digest(of: Array(content.utf8)), writtenAs: path)
    }
    try self.init(spec, files: files)
  }

  func causes(to new: Side) -> (causes: [DifferenceCause], difference: PlanDifference) {
    let difference = PlanDifference(from: plan, to: new.plan)
    return (difference.causes(from: source, to: new.source), difference)
  }

  /// The stages of every variant by what they are for.
  var slots: [String: [StagePurpose: StageID]] {
    Dictionary(
      uniqueKeysWithValues: plan.variants.map { variant in
        let slots = plan.slots(of: variant).map { ($0.slot.purpose, $0.stage) }
        return (variant.name, Dictionary(slots, uniquingKeysWith: { first, _ in first }))
      })
  }

  /// The texts of every variant's values, by path.
  var values: [String: [String: String]] {
    Dictionary(
      uniqueKeysWithValues: source.spec.variants.map { variant in
        (variant.name, Dictionary(variant.settled.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first }))
      })
  }
}

extension DifferenceCause {
  /// What was changed, as a text.
  var label: String {
    switch subject {
    case .value(let value): value.path
    case .file(let path): "file \(path)"
    case .stage(let cause, _): "\(cause)"
    }
  }
}
