import Diagnostics
import SpecSyntax

extension Node {
  /// The value on one line, as it can be written in brackets.
  var bracketText: String {
    switch content {
    case .scalar(let scalar): scalar.writtenText
    case .sequence(let elements): "[" + elements.map(\.bracketText).joined(separator: ", ") + "]"
    case .mapping(let mapping):
      "{" + mapping.keptEntries.map { "\(quotedKeyIfNeeded($0.key)): \($0.value.bracketText)" }.joined(separator: ", ")
        + "}"
    }
  }

  /// The entry `key` with this value as YAML, `indentation` blanks in, each line of a value with a comment that
  /// `comment` gives.
  func lines(under key: String, indentation: Int = 0, comment: (SourceRange) -> String) -> [YAMLLine] {
    let head = String(repeating: " ", count: indentation) + quotedKeyIfNeeded(key) + ":"
    guard let entries = mapping?.keptEntries, !entries.isEmpty else {
      return [YAMLLine(text: "\(head) \(bracketText)", comment: comment(range))]
    }
    return [YAMLLine(text: head, comment: "")]
      + entries.flatMap { $0.value.lines(under: $0.key, indentation: indentation + 2, comment: comment) }
  }

  /// The values that have no entries of their own, with their paths, which begin with `path`.
  func leaves(at path: String) -> [SettledValue] {
    guard let entries = mapping?.keptEntries, !entries.isEmpty else {
      return [SettledValue(path: path, text: bracketText, origin: .written(range), replaced: replaced)]
    }
    return entries.flatMap { $0.value.leaves(at: joinedPath(path, $0.key)) }
  }
}

extension Mapping {
  /// The entries but for those that were taken away from a file or layer below.
  fileprivate var keptEntries: [Entry] { entries.filter { !($0.value.isNone && !$0.value.replaced.isEmpty) } }
}

extension Scalar {
  /// The text as it can be written in any place: plain where it was and still may be, else in double quotes.
  fileprivate var writtenText: String {
    switch style {
    case .quoted: doubleQuoted(text.text)
    case .plain:
      PlainReading(of: text.text) != nil || text.text == Node.none ? text.text : quotedIfNeeded(text.text)
    }
  }
}
