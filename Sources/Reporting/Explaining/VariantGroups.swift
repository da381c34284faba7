package import ExperimentSpec
import Text

/// Variants by the names under which they are declared, and what sets of them are called: cells of a sweep are told by
/// their number and by what they have in common, not one by one.
package struct VariantGroups: Sendable {
  /// The variants that are declared under one name.
  private struct Group: Sendable {
    let declared: String
    var isSwept = false

    /// The sweep's values and the seed of each variant.
    private(set) var cells: [[VariantPlace.SweepValue]] = []

    /// The paths that the variants have values at, and the different values at each.
    private(set) var paths: [String] = []
    private(set) var values: [String: Set<String>] = [:]

    init(declared: String) { self.declared = declared }

    mutating func add(_ place: VariantPlace) {
      let cell = place.coordinates
      for path in cell.map(\.path) where values[path] == nil {
        paths.append(path)
        // Cells before this one lack the path.
        values[path] = cells.isEmpty ? [] : [cells[0].value(at: path)]
      }
      cells.append(cell)
      for path in paths { values[path]?.insert(cell.value(at: path)) }
    }
  }

  private var groups: [Group] = []

  /// The group of each declared name.
  private var numbers: [String: Int] = [:]
  private let count: Int

  /// The groups of `variants`, which are all that may be spoken of.
  package init(_ variants: [Spec.Variant]) {
    count = variants.count
    for variant in variants {
      let number = numbers[variant.declared] ?? groups.count
      if number == groups.count {
        groups.append(Group(declared: variant.declared))
        numbers[variant.declared] = number
      }
      groups[number].add(variant.place)
      groups[number].isSwept = groups[number].isSwept || variant.isCell
    }
  }

  /// What `members`, some of the variants, are called; `nil` if they are all there are. What their values at `path` are
  /// need not be said.
  func phrase(for members: [Spec.Variant], knowing path: String = "") -> String? {
    members.count == count ? nil : "in " + names(of: members, knowing: path)
  }

  /// What `members` are called, by the names under which they are declared.
  func names(of members: [Spec.Variant], knowing path: String = "") -> String {
    var parts: [Int: [Spec.Variant]] = [:]
    for member in members { if let number = numbers[member.declared] { parts[number, default: []].append(member) } }
    var names: [String] = []
    var several = Several()
    for (number, members) in parts.sorted(by: { $0.key < $1.key }) {
      let group = groups[number]
      if !group.isSwept {
        names.append("'\(group.declared)'")
      } else if members.count == 1 {
        names.append("'\(members[0].name)'")
      } else {
        let conditions = self.conditions(of: members.map(\.place), in: group).filter { $0.path != path }.map(\.text)
        several.add(members.count, of: group.cells.count, "'\(group.declared)'", where: conditions)
      }
    }
    let all = names + several.names
    return (all.count > 6 ? all.prefix(5) + [counted(all.count - 5, "other")] : all).joined(separator: ", ")
  }

  /// Counts of cells of declared variants; variants of whose cells the same is said are counted together.
  private struct Several {
    private var counts: [(conditions: [String], isWhole: Bool, cells: Int, all: Int, declared: [String])] = []

    mutating func add(_ cells: Int, of all: Int, _ declared: String, where conditions: [String]) {
      let isWhole = cells == all
      if let place = counts.firstIndex(where: { $0.conditions == conditions && $0.isWhole == isWhole }) {
        counts[place].cells += cells
        counts[place].all += all
        counts[place].declared.append(declared)
      } else {
        counts.append((conditions, isWhole, cells, all, [declared]))
      }
    }

    var names: [String] {
      counts.map { conditions, isWhole, cells, all, declared in
        let count = isWhole ? "all \(grouped(cells)) cells" : "\(grouped(cells)) of \(grouped(all)) cells"
        let condition = conditions.isEmpty ? "" : " with \(conditions.joined(separator: ", "))"
        return "\(count) of \(declared.joined(separator: ", "))\(condition)"
      }
    }
  }

  /// The values that tell `members` from all other cells of `group`; none if no values alone do.
  private func conditions(of members: [VariantPlace], in group: Group) -> [(path: String, text: String)] {
    let own = members.map(\.coordinates)
    let conditions = group.paths.compactMap { path -> (path: String, values: [String])? in
      let values = own.map { $0.value(at: path) }.withoutRepetitions
      return values.count < group.values[path, default: []].count ? (path, values) : nil
    }
    let sets = conditions.map { (path: $0.path, values: Set($0.values)) }
    let meant = group.cells.count { cell in sets.allSatisfy { $0.values.contains(cell.value(at: $0.path)) } }
    guard meant == members.count else { return [] }
    return conditions.map { path, values in
      (path, "\(path)=\(values.prefix(3).joined(separator: "|"))\(values.count > 3 ? "|…" : "")")
    }
  }
}

extension VariantPlace {
  /// The sweep's values and the seed.
  fileprivate var coordinates: [SweepValue] { sweep + [SweepValue(path: "seed", value: "\(seed)")] }
}

extension [VariantPlace.SweepValue] {
  /// The value that a cell has at `path`.
  fileprivate func value(at path: String) -> String { last { $0.path == path }?.value ?? "none" }
}
