// Names and counts as they stand in messages and summaries.

/// `names` in quotes as English joins them: 'a', 'b' and 'c'; "none" where there is no name; of very many only the
/// first.
package func quotedList(_ names: [String], joinedBy conjunction: String = "and") -> String {
  let quoted = names.prefix(20).map { "'\($0)'" }
  let more = names.count - quoted.count
  return names.isEmpty ? "none" : list(more > 0 ? quoted + ["\(more) others"] : quoted, joinedBy: conjunction)
}

/// `parts` as English joins them: a, b and c.
package func list(_ parts: [String], joinedBy conjunction: String = "and") -> String {
  guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
  return parts.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}

/// `names` in quotes, of many only the first five and how many more there are.
package func shortList(_ names: [String]) -> String { firstFew(names.map { "'\($0)'" }) }

/// `items`, of many only the first five and how many more there are.
package func firstFew(_ items: [String]) -> String {
  let shown = items.prefix(5).joined(separator: ", ")
  return items.count > 5 ? "\(shown) and \(counted(items.count - 5, "other"))" : shown
}

/// `count` with `noun`, in the plural unless it is one: 1 stage, 2 stages.
package func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

extension [String] {
  /// Each text once, where it occurs first.
  package var withoutRepetitions: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
