package import Diagnostics
import SpecSyntax
import Text

// What is wrong with single values of a specification.

extension Diagnostic {
  static func unknownKey(_ entry: Entry, of path: String, known: [String], others: [String]) -> Diagnostic {
    let place = path.isEmpty ? "a specification" : "'\(path)'"
    let whole = joinedPath(path, entry.key)
    if let finding = unusualBlank(in: entry, place, at: whole, known: known + others) { return finding }
    return suggesting(
      keysMeant(by: entry.key, among: known + others), insteadOf: entry.keyRange,
      in: Diagnostic(
        SpecCode.unknownKey, .error, "unknown key '\(entry.key.visible)' in \(place)", at: entry.keyRange,
        label: "not a key of \(place)", path: whole,
        help: placesMeant(by: entry.key, under: path) ?? "the keys here are \(quotedList(known + others))"))
  }

  /// The question whether `key`, which stands in the block at `path`, is meant to stand elsewhere in the experiment;
  /// blocks within that one come first.
  private static func placesMeant(by key: String, under path: String) -> String? {
    let places = experimentKeys.filter { isName(key, for: $0.key) }
      .map { joinedPath($0.block, $0.key) }
    let within = places.filter { path.isEmpty || $0.hasPrefix(path + ".") }
    let meant = within.isEmpty ? places : within
    return (1...3).contains(meant.count) ? "did you mean \(quotedList(meant, joinedBy: "or"))?" : nil
  }

  /// The key of `entry` has a character that looks like a blank; `nil` if it has none.
  private static func unusualBlank(in entry: Entry, _ place: String, at path: String, known: [String]) -> Diagnostic? {
    guard let blank = entry.key.unicodeScalars.first(where: \.isUnusualBlank) else { return nil }
    let name = blank.codePointName
    let finding = Diagnostic(
      SpecCode.unknownKey, .error,
      "unknown key '\(entry.key.visible)' in \(place): \(name) looks like a blank but is not",
      at: entry.keyRange, label: "not a key of \(place)", path: path, help: "replace \(name) with a blank")
    let blanks = entry.keyRange.text.unicodeScalars.map { $0.isUnusualBlank ? " " : $0 }
    let mended = String(String.UnicodeScalarView(blanks))
    if mended.contains(": ") {
      return finding.with(FixIt("write a blank for \(name)", replacing: entry.keyRange, with: mended))
    }
    let visible = String(String.UnicodeScalarView(entry.key.unicodeScalars.filter { !$0.isUnusualBlank }))
    let meant = known.contains(visible) ? [visible] : keysMeant(by: visible, among: known)
    return suggesting(meant, insteadOf: entry.keyRange, in: finding)
  }

  private func with(_ fix: FixIt) -> Diagnostic {
    var result = self
    result.fixIts = [fix]
    return result
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
      SpecCode.wrongType, .error, "'\(path)' is \(node.shown), but \(expected) is expected", at: node.range.head,
      label: "expected \(expected)", path: path, others: node.replacedLabels,
      notes: node.scalar?.unusualBlankNotes ?? [],
      fixIts: [node.scalar?.missingBlankFixIt].compactMap(\.self))
  }

  /// A list of values is expected, and `node` may be meant as its only one.
  static func valueForList(_ node: Node, expected: String, at path: String) -> Diagnostic {
    var finding = wrongKind(node, expected: expected, at: path)
    if let scalar = node.scalar, !scalar.isEmpty, finding.fixIts.isEmpty {
      let list = "[\(scalar.text.whole.text)]"
      finding.fixIts = [FixIt("write \(list)", replacing: scalar.text.whole, with: list)]
    }
    return finding
  }

  static func wrongScalar(
    _ scalar: Scalar, _ problem: ScalarProblem, expected: String, at path: String
  ) -> Diagnostic {
    Diagnostic(
      SpecCode.wrongType, .error, "'\(path)' takes \(expected), but \(problem.finding(on: scalar))",
      at: scalar.text.whole,
      label: "expected \(expected)", path: path, fixIts: [problem.fixIt(for: scalar)].compactMap(\.self))
  }

  /// `scalar` is a word that some readers of YAML take for nothing, where `none` says that.
  static func nullForNone(_ scalar: Scalar, expected: String, at path: String) -> Diagnostic {
    Diagnostic(
      SpecCode.wrongType, .error,
      "'\(path)' takes \(expected), but \(ScalarProblem.ambiguousText(.null).finding(on: scalar))",
      at: scalar.text.whole, label: "expected \(expected)", path: path, help: "write 'none' to leave it out",
      fixIts: [FixIt("write none", replacing: scalar.text.whole, with: Node.none)])
  }

  static func outOfRange(_ scalar: Scalar, expected: String, at path: String) -> Diagnostic {
    Diagnostic(
      SpecCode.outOfRange, .error, "'\(path)' is \(scalar.text.text), but \(expected) is expected",
      at: scalar.text.whole,
      label: "out of range", path: path)
  }

  static func unknownName(
    _ scalar: Scalar, at path: String, known: [String], synonyms: Synonyms
  ) -> Diagnostic {
    suggesting(
      likelyMeant(by: scalar.text.text, among: known, knowing: synonyms), insteadOf: scalar.text.whole,
      in: Diagnostic(
        SpecCode.unknownName, .error, "'\(scalar.text.text.visible)' is not a value of '\(path)'",
        at: scalar.text.whole,
        label: known.count == 1 ? "expected '\(known[0])', the only value" : "expected one of \(quotedList(known))",
        path: path))
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
      SpecCode.unknownReference, .error, "there is no \(kind.rawValue) called '\(reference.value.visible)'",
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

/// The keys of the experiment's blocks that have a place of their own, with the paths of their blocks.
private let experimentKeys: [(block: String, key: String)] = {
  var found: [(block: String, key: String)] = []
  func visit(_ type: TypeDescription, at path: String) {
    for field in type.fields {
      found.append((path, field.key))
      visit(field.type, at: joinedPath(path, field.key))
    }
  }
  visit(.block(Experiment.blockDescription), at: "")
  return found
}()

extension Node {
  /// The value in quotes if it is short, else what kind of value it is.
  fileprivate var shown: String {
    guard let text = scalar?.text.text, !text.isEmpty, text.count <= 40 else { return kindName }
    return "'\(text.visible)'"
  }

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

/// What texts can be names.
let nameRule = "a name is a text without control characters"

extension Diagnostic {
  /// A text that cannot be a name.
  static func unusableName(at range: SourceRange, path: String) -> Diagnostic {
    .invalidValue(nameRule, at: range, path: path, help: nil)
  }
}
