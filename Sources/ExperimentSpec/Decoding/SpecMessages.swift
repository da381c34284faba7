package import Diagnostics
import SpecSyntax
import Text

// What is wrong with single values of a specification.

extension Diagnostic {
  static func unknownKey(_ entry: Entry, of path: String, known: [String], others: [String]) -> Diagnostic {
    let place = path.isEmpty ? "a specification" : "'\(path)'"
    return suggesting(
      likelyMeant(by: entry.key, among: known + others), insteadOf: entry.keyRange,
      in: Diagnostic(
        SpecCode.unknownKey, .error, "unknown key '\(entry.key)' in \(place)", at: entry.keyRange,
        label: "not a key of \(place)", path: joinedPath(path, entry.key),
        help: "the keys here are \(quotedList(known + others))"))
  }

  /// `entry`, which belongs to a file as a whole, stands where a part of the experiment is expected.
  static func notInExperiment(_ entry: Entry) -> Diagnostic {
    Diagnostic(
      SpecCode.unknownKey, .error, "'\(entry.key)' is no part of an experiment, so that variants cannot differ in it",
      at: entry.keyRange, label: "belongs to the file as a whole", path: entry.key)
  }

  static func missingKey(_ key: String, of path: String, at range: SourceRange?, type: TypeDescription) -> Diagnostic {
    let place = path.isEmpty ? "the specification" : "'\(path)'"
    return Diagnostic(
      SpecCode.missingKey, .error, "\(place) lacks the key '\(key)'", at: range.map(\.head),
      label: "'\(key)' is missing here", path: joinedPath(path, key), help: "add '\(key): …' with \(type.phrase)")
  }

  static func emptyValue(of path: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      SpecCode.emptyValue, .error, "'\(path)' has no value", at: range, label: "nothing is written after this key",
      path: path, help: "write a value, or remove the key to have its default")
  }

  static func emptyText(of path: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      SpecCode.emptyValue, .error, "'\(path)' is an empty text", at: range, label: "nothing stands between the quotes",
      path: path, help: "write a text, or remove the key if it need not be there")
  }

  static func wrongKind(_ node: Node, expected: String, at path: String) -> Diagnostic {
    Diagnostic(
      SpecCode.wrongType, .error, "'\(path)' is \(node.kindName), but \(expected) is expected", at: node.range.head,
      label: "expected \(expected)", path: path, others: node.replacedLabels,
      fixIts: [node.scalar?.missingBlankFixIt].compactMap(\.self))
  }

  static func wrongScalar(
    _ scalar: Scalar, _ problem: ScalarProblem, expected: String, at path: String
  ) -> Diagnostic {
    Diagnostic(
      SpecCode.wrongType, .error, "'\(path)' takes \(expected), but \(problem.finding(on: scalar))",
      at: scalar.text.whole,
      label: "expected \(expected)", path: path, fixIts: [problem.fixIt(for: scalar)].compactMap(\.self))
  }

  static func outOfRange(_ scalar: Scalar, expected: String, at path: String) -> Diagnostic {
    Diagnostic(
      SpecCode.outOfRange, .error, "'\(path)' is \(scalar.text.text), but \(expected) is expected",
      at: scalar.text.whole,
      label: "out of range", path: path)
  }

  static func unknownName(_ scalar: Scalar, at path: String, known: [String]) -> Diagnostic {
    suggesting(
      likelyMeant(by: scalar.text.text, among: known), insteadOf: scalar.text.whole,
      in: Diagnostic(
        SpecCode.unknownName, .error, "'\(scalar.text.text)' is not a value of '\(path)'", at: scalar.text.whole,
        label: "expected one of \(quotedList(known))", path: path))
  }

  /// A rule of selection that looks at the test or training split; `nil` if the name speaks of neither.
  static func selectionOffDevelopment(_ scalar: Scalar, at path: String) -> Diagnostic? {
    let parts = scalar.text.text.lowercased().split { !$0.isLetter }
    guard let split = ["test", "train", "training"].first(where: { parts.contains(Substring($0)) }) else { return nil }
    let isTest = split == "test"
    return Diagnostic(
      SpecCode.selectionOffDevelopment, .error,
      "'\(path)' cannot look at the \(isTest ? "test" : "training") split: select on the development split",
      at: scalar.text.whole,
      label: isTest ? "test results selected on test mean nothing" : "training scores reward what is learned by heart",
      path: path,
      fixIts: [FixIt("write 'best_on_dev'", replacing: scalar.text.whole, with: "best_on_dev")])
  }

  static func invalidValue(_ message: String, at range: SourceRange?, path: String, help: String?) -> Diagnostic {
    Diagnostic(SpecCode.invalidValue, .error, message, at: range.map(\.head), path: path, help: help)
  }

  static func nothingToRemove(_ entry: Entry, at path: String, known: [String]) -> Diagnostic {
    suggesting(
      likelyMeant(by: entry.key, among: known), insteadOf: entry.keyRange,
      in: Diagnostic(
        SpecCode.nothingToRemove, .error, "'none' takes '\(entry.key)' away from '\(path)', but nothing below has it",
        at: entry.keyRange, label: "nothing to take away", path: joinedPath(path, entry.key),
        help: "remove this entry, or quote 'none' if it is meant as a text"))
  }

  /// A reference to a `kind` that nobody defines.
  package static func unknownReference(
    _ reference: Located<String>, _ kind: ReferenceKind, known: [String]
  ) -> Diagnostic {
    let diagnostic = Diagnostic(
      SpecCode.unknownReference, .error, "there is no \(kind.rawValue) called '\(reference.value)'",
      at: reference.origin.range,
      label: "not the name of a \(kind.rawValue)", help: "the \(kind.rawValue)s are \(quotedList(known))")
    guard let range = reference.origin.range else { return diagnostic }
    return suggesting(likelyMeant(by: reference.value, among: known), insteadOf: range, in: diagnostic)
  }

  /// `diagnostic` with the best of `names` as its help and the first of them as fix-its.
  static func suggesting(
    _ names: [String], insteadOf range: SourceRange, in diagnostic: Diagnostic
  ) -> Diagnostic {
    guard let best = names.first else { return diagnostic }
    var result = diagnostic
    result.help = "did you mean '\(best)'?"
    result.fixIts = names.prefix(5).map { FixIt("write '\($0)'", replacing: range, with: quotedIfNeeded($0)) }
    return result
  }
}

extension SourceRange {
  /// Whether `other` lies in this range.
  func contains(_ other: SourceRange) -> Bool {
    file.name == other.file.name && bytes.contains(other.bytes)
  }

  /// The first line of the range: what is marked where a whole block is meant.
  var head: SourceRange {
    let line = file.lineRange(start.line)
    return SourceRange(file, bytes.clamped(to: bytes.lowerBound..<max(line.upperBound, bytes.lowerBound)))
  }
}

extension Node {
  /// Labels for the values that this one replaced.
  var replacedLabels: [SourceLabel] { replaced.map { SourceLabel($0.head, "replaces the value given here") } }
}

extension TypeDescription {
  /// What the field accepts, as it stands in a sentence after "expected".
  var phrase: String {
    switch self {
    case .boolean: "'true' or 'false'"
    case .integer(let range, let unit): phrase(of: range, unit)
    case .real(let range, let kind): "a \(kind.rawValue) \(range)"
    case .size: "a size such as '8 GB'"
    case .text: "a text"
    case .path: "the path of a file"
    case .choice(let choices):
      choices.count == 1 ? quotedList(choices.map(\.name)) : "one of \(quotedList(choices.map(\.name)))"
    case .reference(let kind): "the name of a \(kind.rawValue)"
    case .mask: "a mask expression"
    case .list(let element): "a list of values, each \(element.phrase)"
    case .map: "a mapping"
    case .block: "a mapping"
    case .either(let types): alternatives(types.map(\.phrase))
    case .any: "a value"
    }
  }

  /// `phrases`, each once, joined by "or".
  private func alternatives(_ phrases: [String]) -> String {
    phrases.indices.filter { phrases.firstIndex(of: phrases[$0]) == $0 }.map { phrases[$0] }
      .joined(separator: ", or ")
  }

  private func phrase(of range: ClosedRange<Int>, _ unit: CountUnit?) -> String {
    if range.lowerBound == range.upperBound { return "the number \(range.lowerBound)" }
    let number = "a whole number" + (unit.map { " of \($0.rawValue)" } ?? "")
    return range.upperBound == Int.max
      ? "\(number) of at least \(range.lowerBound)" : "\(number) from \(range.lowerBound) to \(range.upperBound)"
  }
}
