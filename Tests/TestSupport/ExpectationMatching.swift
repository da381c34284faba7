package import Diagnostics

/// A difference between the diagnostics that a fixture announces and those that were found.
package enum Mismatch: Hashable, Sendable, CustomStringConvertible {
  /// An announced one was not found.
  case missing(Expectation)

  /// One was found that is not announced.
  case unexpected(Diagnostic)

  /// An announced one was found at another place or with another text.
  case misplaced(Expectation, found: Diagnostic)

  package var description: String {
    switch self {
    case .missing(let expected): "missing: \(expected)"
    case .unexpected(let found): "unexpected: \(TextRenderer().render(found))"
    case .misplaced(let expected, let found): "expected \(expected) but found \(TextRenderer().render(found))"
    }
  }
}

/// The differences between what the comments of `file` announce and `diagnostics`.
package func mismatches(in file: SourceFile, _ diagnostics: [Diagnostic]) -> [Mismatch] {
  mismatches(in: [file], diagnostics)
}

/// The differences between what the comments of all `files` announce and `diagnostics`.
package func mismatches(in files: [SourceFile], _ diagnostics: [Diagnostic]) -> [Mismatch] {
  let expectations = files.flatMap(Expectation.all)
  var unannounced = diagnostics
  var missing: [Expectation] = []
  for expected in expectations where expected.code != nil {
    if let place = unannounced.firstIndex(where: expected.matches) {
      unannounced.remove(at: place)
    } else {
      missing.append(expected)
    }
  }
  var result: [Mismatch] = []
  for expected in missing {
    if let place = unannounced.firstIndex(where: { $0.code.id == expected.code }) {
      result.append(.misplaced(expected, found: unannounced.remove(at: place)))
    } else {
      result.append(.missing(expected))
    }
  }
  let labels = diagnostics.flatMap(\.others)
  let unseen = expectations.filter { expected in
    expected.code == nil && !labels.contains(where: expected.matches)
  }
  return result + unseen.map(Mismatch.missing) + unannounced.map(Mismatch.unexpected)
}

extension Expectation: CustomStringConvertible {
  package var description: String {
    let end =
      switch end {
      case .anywhere: ""
      case .at(let position): "-\(position)"
      case .onLaterLine: "-…"
      }
    let place = start.map { "\(file):\($0)\(end)" } ?? "no place"
    return "\(place) \(code ?? "see") \(text)"
  }

  /// Whether `diagnostic` is what is announced.
  package func matches(_ diagnostic: Diagnostic) -> Bool {
    guard diagnostic.code.id == code, matches(diagnostic.range) else { return false }
    return text.isEmpty || diagnostic.message.contains(text) || diagnostic.label?.contains(text) == true
  }

  func matches(_ label: SourceLabel) -> Bool {
    matches(label.range) && (text.isEmpty || label.text.contains(text))
  }

  private func matches(_ range: SourceRange?) -> Bool {
    guard let range, let start else { return range == nil && start == nil }
    guard range.file.name == file, range.start == start else { return false }
    switch end {
    case .anywhere: return true
    case .onLaterLine: return range.end.line > start.line
    case .at(let end):
      let isEmptyAsOne =
        range.bytes.isEmpty && end == SourcePosition(line: start.line, column: start.column + 1)
      return range.end == end || isEmptyAsOne
    }
  }
}
