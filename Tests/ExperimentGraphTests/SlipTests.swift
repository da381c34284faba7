import Diagnostics
import ExperimentSpec
import Foundation
import SpecSyntax
import TestSupport
import Testing

@testable import ExperimentGraph

private let bundled = bundledSpecifications()

/// The bundled specification by which each file is tried: itself, or for a part of others the first that extends it.
private let users: [String: String] = {
  let compiled = bundled.keys.sorted().map { ($0, Compilation(Sources(name: $0, files: bundled))) }
  var users: [String: String] = [:]
  for (name, compilation) in compiled where compilation.graph != nil { users[name] = name }
  for (name, compilation) in compiled where compilation.graph != nil {
    for file in compilation.files where users[file.name] == nil { users[file.name] = name }
  }
  return users
}()

/// A change of a name by one edit.
private enum Slip: CaseIterable {
  case insertion, deletion, substitution, transposition

  /// `word` with a slip of this kind at the letter numbered `place`; `nil` where there is none.
  func applied(to word: String, at place: Int, letter: Character) -> String? {
    var letters = Array(word)
    switch self {
    case .insertion: letters.insert(letter, at: place)
    case .deletion: letters.remove(at: place)
    case .substitution: letters[place] = letter
    case .transposition:
      guard place + 1 < letters.count else { return nil }
      letters.swapAt(place, place + 1)
    }
    let result = String(letters)
    // What is no name any more, such as a path with two dots, is another kind of mistake.
    let isName = result.first?.isLetter == true && result != word && !result.contains("..") && !result.hasSuffix(".")
    return isName ? result : nil
  }
}

@Test func everyBundledFileIsTried() {
  #expect(bundled.count >= 19)
  #expect(bundled.keys.filter { users[$0] == nil }.sorted() == [])
}

/// Every name of every bundled specification, changed by one edit of each kind, is an error at that very place, or
/// where it is referred to if it is a definition, and the name that was meant is suggested before any that is further
/// off.
@Test(arguments: bundled.keys.sorted())
func aSlipOfOneLetterIsFoundAndUnderstood(file: String) throws {
  let user = try #require(users[file])
  let original = Compilation(Sources(name: user, files: bundled))
  let names = try Dictionary(
    uniqueKeysWithValues: original.files.map { file in
      var log = DiagnosticLog()
      return (file.name, NameFinder.names(in: try #require(SpecDocument(file, log: &log)).root))
    })
  let all = names.values.joined()
  let known = Set(all.map(\.text)).union(languageNames)
  let settled = original.spec.map { Set(($0.head + $0.variants.flatMap(\.settled)).compactMap(\.origin.range)) } ?? []
  var generator = SeededGenerator(seed: 7)
  var trials = 0
  var ties = 0
  // A value that every variant or cell replaces is read by nobody.
  let read = try #require(names[file]).filter { $0.value.map(settled.contains) ?? true }
  for name in read {
    for slip in Slip.allCases {
      for place in places(in: name.text, &generator) {
        let letter = "abcdefghijklmnopqrstuvwxyz".randomElement(using: &generator) ?? "x"
        guard let wrong = slip.applied(to: name.text, at: place, letter: letter), !known.contains(wrong) else {
          continue
        }
        let change = FixIt("", replacing: name.range, with: wrong)
        let found = Compilation(Sources(name: user, files: bundled).applying(change)).log.diagnostics
        trials += 1
        // What a file below defines too is still there, and references hold.
        let isDefinedBelow = all.contains { $0 != name && $0.text == name.text && $0.role == name.role }
        let references = isDefinedBelow ? [] : all.filter { $0.isReference(to: name) }
        switch verdict(on: found, name, wrong, references: references) {
        case .understood: continue
        case .tied: ties += 1
        case .missed:
          let findings = found.map {
            "\($0.range?.description ?? "-") \($0.code.id) \($0.message) \($0.fixIts.map(\.replacement))"
          }
          Issue.record("'\(name.text)' at \(name.range) as '\(wrong)': \(findings)")
        }
      }
    }
  }
  #expect(trials > 3 * read.count)
  #expect(ties * 10 <= trials, "\(ties) of \(trials) slips are as near to another name")
}

/// Names of the language that one edit may lead to, besides those in the files themselves.
private let languageNames: Set<String> = ["bio1", "bio2", "none", "all", "test", "last", "best", "char_cnn"]

/// The letters of `word` that are tried: all of a short one where there is time, else some one.
private func places(in word: String, _ generator: inout SeededGenerator) -> [Int] {
  let letters = word.indices.map { word.distance(from: word.startIndex, to: $0) }.filter { Array(word)[$0] != "." }
  if ProcessInfo.processInfo.environment["SHARESPEC_FUZZ"] != nil { return letters }
  return [letters.dropLast().randomElement(using: &generator) ?? 0]
}

/// Whether a slip was understood.
private enum Verdict { case understood, tied, missed }

private func verdict(
  on found: [Diagnostic], _ name: WrittenName, _ wrong: String, references: [WrittenName]
) -> Verdict {
  let errors = found.filter { $0.severity == .error }
  switch name.role {
  case .use:
    let there = errors.filter { $0.range?.file.name == name.range.file.name && $0.range?.start == name.range.start }
    // A word that some readers of YAML take for a Boolean is refused before anybody asks what it means.
    if there.contains(where: { $0.code == SyntaxCode.ambiguousKey }) { return .understood }
    return best(there.map { $0.verdict(expecting: name.text) })
  case .definition:
    if references.isEmpty { return errors.isEmpty ? .understood : .missed }
    // The edit may have moved references on its own line.
    let there = errors.filter { error in
      error.range.map { isName($0.text, of: name.text) } == true
        && references.contains { $0.range.isOnLine(of: error.range) }
    }
    // One letter of two is too much for a suggestion.
    if name.text.count < 3 { return there.isEmpty ? .missed : .understood }
    return best(there.map { $0.verdict(expecting: wrong) })
  }
}

private func best(_ verdicts: [Verdict]) -> Verdict {
  verdicts.contains(.understood) ? .understood : verdicts.contains(.tied) ? .tied : .missed
}

extension Diagnostic {
  /// Whether `name` is suggested: first, or after others that are equally near.
  fileprivate func verdict(expecting name: String) -> Verdict {
    let suggestions = fixIts.map { fix in
      let text = fix.replacement.filter { $0 != "\"" }
      return name.contains("@") ? text : String(text.prefix { $0 != "@" })
    }
    if suggestions.first == name { return .understood }
    return suggestions.contains(name) ? .tied : .missed
  }
}

/// Whether `text` names what is called `name`, or a cell of it.
private func isName(_ text: String, of name: String) -> Bool { text == name || text.hasPrefix(name + "@") }

extension WrittenName {
  /// Whether the name refers to what `other` defines.
  fileprivate func isReference(to other: WrittenName) -> Bool {
    guard isName(text, of: other.text), case .use(let kind) = role, case .definition(let defined) = other.role else {
      return false
    }
    return kind == defined || kind == .subject && [.dataset, .task, .variant].contains(defined)
  }
}

extension SourceRange {
  /// Whether the range begins in the line in which `other` does.
  fileprivate func isOnLine(of other: SourceRange?) -> Bool {
    file.name == other?.file.name && start.line == other?.start.line
  }
}
