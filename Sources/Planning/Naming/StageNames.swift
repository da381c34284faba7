import OrderedCollections

/// The names of a plan's stages: readable, each of one stage, and the same for the same plan.
///
/// A name is the stage's title; where several stages have one title, each has the first digits of its fingerprint
/// behind it, as in `round.ner.7~3fa9c2d1`.
package struct StageNames: Sendable {
  private var names: [StageID: String] = [:]

  /// The titles of the stages, which several may have in common, in the plan's order.
  package let titles: [StageTitle]

  private let stages: StageTable

  package init(of plan: Plan) {
    titles = StageTitles(of: plan).titles
    stages = plan.stages
    let texts = titles.map(\.text)
    let ids = Array(plan.stages.keys)
    for length in [0, 8, 16, 64] where names.count < ids.count {
      let open = ids.indices.filter { names[ids[$0]] == nil }
      let proposals = open.map { texts[$0] + (length == 0 ? "" : "~" + ids[$0].digest.description.prefix(length)) }
      let counts = Dictionary(proposals.map { ($0, 1) }, uniquingKeysWith: +)
      let taken = Set(names.values)
      for (index, name) in zip(open, proposals) where counts[name] == 1 && !taken.contains(name) {
        names[ids[index]] = name
      }
    }
  }

  /// The title of a stage, which several may have; `nil` for one that is not in the plan.
  package func title(of id: StageID) -> StageTitle? { stages.index(forKey: id).map { titles[$0] } }

  /// The name of a stage; its fingerprint for one that is not in the plan.
  package subscript(id: StageID) -> String { names[id] ?? id.description }
}
