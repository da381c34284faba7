import OrderedCollections

/// What stages of a plan are called together.
package struct StagePatterns: Sendable {
  private let names: StageNames

  /// The names under which variants are declared.
  private let declared: [String: String]

  package init(of plan: Plan, _ names: StageNames) {
    self.names = names
    declared = Dictionary(plan.variants.map { ($0.name, $0.declaredName) }, uniquingKeysWith: { first, _ in first })
  }

  /// What `stages`, all of one kind, are called: one by its title; several with `*` where they have several variants,
  /// test sets or tasks and `k` where they have several rounds, fractions or seeds, as in `round.ner.k` or `train.*`.
  /// Cells are called by the variant that they are declared as.
  package func pattern(of stages: [StageID]) -> String {
    let titles = OrderedSet(stages.compactMap { names.title(of: $0) })
    guard let first = titles.first, stages.count > 1 else { return titles.first?.text ?? "" }
    let variants = Set(titles.map { $0.variant.map { declared[$0] ?? $0 } ?? "" })
    let sets = Set(titles.map { $0.purpose.set ?? "" })
    let tasks = Set(titles.map { $0.purpose.tasks.joined(separator: "+") })
    let purposes = Set(titles.map(\.purpose))
    if purposes.count == 1, variants.count == 1 {
      return first.naming(variants.first.flatMap { $0.isEmpty ? nil : $0 }).text
    }
    var words = [first.purpose.kind.rawValue]
    for names in [variants, sets, tasks] {
      let word = names.count == 1 ? names.first ?? "" : "*"
      if !word.isEmpty, words.last != word || word != "*" { words.append(word) }
    }
    return (words + (sets == [""] && purposes.count > tasks.count ? ["k"] : [])).joined(separator: ".")
  }
}
