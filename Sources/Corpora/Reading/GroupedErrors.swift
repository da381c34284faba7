import Text

/// Errors that differ only in the line that they are about.
package struct CorpusErrorGroup: Hashable, Sendable {
  /// The first of them.
  package let first: CorpusError

  /// The lines of all, from 1.
  package fileprivate(set) var lines: [Int]

  /// A single error.
  package init(_ error: CorpusError) {
    first = error
    lines = [error.line?.number].compactMap(\.self)
  }

  /// How many there are besides the first.
  package var others: Int { max(lines.count - 1, 0) }

  /// The lines besides the first, as a message lists them: a few of them, and how many there are.
  package var note: String? {
    guard others > 0 else { return nil }
    let shown = lines.dropFirst().prefix(5).map(String.init).joined(separator: ", ")
    return "the same in \(counted(others, "other line")): \(shown)\(others > 5 ? ", …" : "")"
  }
}

extension CorpusErrorGroup: CustomStringConvertible {
  package var description: String { first.description + (note.map { " (\($0))" } ?? "") }
}

extension [CorpusError] {
  /// The errors, those that differ only in their line as one, in the order of the first of each.
  package var grouped: [CorpusErrorGroup] {
    var groups: [CorpusErrorGroup] = []
    var places: [Kind: Int] = [:]
    for error in self {
      let lines = [error.line?.number].compactMap(\.self)
      if let place = places[Kind(error)] {
        groups[place].lines += lines.filter { $0 != groups[place].lines.last }
      } else {
        places[Kind(error)] = groups.count
        groups.append(CorpusErrorGroup(error))
      }
    }
    return groups
  }
}

/// What the errors of a group have in common.
private struct Kind: Hashable {
  let file: String
  let message: String

  init(_ error: CorpusError) {
    file = error.file
    message = error.message
  }
}
