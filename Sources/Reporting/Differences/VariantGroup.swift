import OrderedCollections
import Planning
import Text

/// Variants that differ in the same way: cells of one declared variant together where there are many.
struct VariantGroup {
  /// What the variants are called together.
  let name: String

  let members: [VariantDifference]

  /// The variants of a comparison: new and gone cells of one declared variant together, changed ones if there are more
  /// than `limit` variants.
  static func groups(of comparison: Comparison, limit: Int) -> [VariantGroup] {
    let variants = comparison.plan.variants
    let planned = (comparison.old.plan.variants + comparison.new.plan.variants).map { ($0.name, $0.declaredName) }
    let declared = Dictionary(planned, uniquingKeysWith: { _, last in last })
    let groups = OrderedDictionary(grouping: variants) { variant in
      let isApart = variants.count <= limit && !variant.change.isOfOneSide
      return Kind(name: isApart ? variant.name : declared[variant.name] ?? variant.name, sign: variant.change.sign)
    }
    return groups.map { VariantGroup(name: $1.count == 1 ? $1[0].name : $0.name, members: $1) }
  }

  private struct Kind: Hashable {
    let name: String
    let sign: String
  }

  /// The sign of what happened to the variants.
  var sign: String { members.first?.change.sign ?? "" }

  /// What happened to them, on a line.
  var phrase: String { phrase(quoted: { TerminalLine($0) }).text }

  /// What happened to them; `quoted` makes a name stand out.
  func phrase<Language>(quoted: (String) -> Fragment<Language>) -> Fragment<Language> {
    if members.count == 1, let member = members.first { return member.change.phrase(quoted: quoted) }
    var (new, all) = (0, 0)
    for member in members {
      if case .changed(let newResults, let count, _) = member.change { (new, all) = (new + newResults, all + count) }
    }
    let cells = counted(members.count, "cell")
    if all > 0 { return "\(cells), \(new) of \(counted(all, "result")) \(all == 1 ? "differs" : "differ")" }
    return members[0].change.isOfOneSide ? "\(cells) \(members[0].change.phrase(quoted: quoted))" : "\(cells) renamed"
  }
}

extension VariantDifference.Change {
  fileprivate var sign: String {
    switch self {
    case .added: "+"
    case .removed: "-"
    case .renamed: ">"
    case .changed: "~"
    }
  }

  /// Whether only one plan has the variant.
  fileprivate var isOfOneSide: Bool {
    switch self {
    case .added, .removed: true
    case .renamed, .changed: false
    }
  }

  fileprivate func phrase<Language>(quoted: (String) -> Fragment<Language>) -> Fragment<Language> {
    switch self {
    case .added: "new"
    case .removed: "gone"
    case .renamed(let old): "formerly \(quoted(old))"
    case .changed(let newResults, let count, let was):
      (was.map { "formerly \(quoted($0)); " as Fragment<Language> } ?? "")
        + "\(newResults) of \(counted(count, "result")) \(count == 1 ? "differs" : "differ")"
    }
  }
}
