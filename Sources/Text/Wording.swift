// Names and counts as they stand in messages and summaries.

/// `names` in quotes as English joins them: 'a', 'b' and 'c'; "none" where there is no name; of very many only the
/// first.
package func quotedList(_ names: [String], joinedBy conjunction: String = "and") -> String {
  let quoted = names.prefix(20).map { "'\($0)'" }
  if names.count > quoted.count {
    return quoted.joined(separator: ", ") + " \(conjunction) \(names.count - quoted.count) others"
  }
  guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "none" }
  return quoted.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}

/// `names` in quotes, of many only the first five and how many more there are.
package func shortList(_ names: [String]) -> String {
  let shown = names.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
  return names.count > 5 ? "\(shown) and \(counted(names.count - 5, "other"))" : shown
}

/// `count` with `noun`, in the plural unless it is one: 1 stage, 2 stages.
package func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
