import Diagnostics
import SpecSyntax
import Text

// What is wrong with how files and layers are put together.

extension Diagnostic {
  /// `path` is extended at `place`, although the places in `chain` lead there from that very file.
  static func extendsCircle(_ path: String, at place: SourceRange, chain: some Sequence<SourceRange>) -> Diagnostic {
    Diagnostic(
      SpecCode.extendsCircle, .error, "'\(path)' extends itself", at: place, label: "leads back to '\(path)'",
      path: ExtendsField.key, others: chain.map { SourceLabel($0, "'\($0.file.name)' extends this") },
      help: "remove one of these, or move what they have in common into a third file")
  }

  static func otherVersion(_ version: Int, current: Int, at place: SourceRange) -> Diagnostic {
    Diagnostic(
      SpecCode.outOfRange, .error,
      "this file needs version \(version) of the language; this program reads version \(current)", at: place,
      path: VersionField.key, help: "use a newer release of the program")
  }

  static func extendsNothing(at place: SourceRange) -> Diagnostic {
    Diagnostic(
      SpecCode.invalidValue, .error, "'extends' names no file", at: place, path: ExtendsField.key,
      help: "name a file, or remove the key")
  }

  /// The file that `path` names at `place` cannot be read; `names` are those of the files in its folder.
  static func unreadableExtension(
    _ path: String, _ reason: String, at place: SourceRange, beside names: [String]
  ) -> Diagnostic {
    let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    let files = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
    let meant = likelyMeant(by: String(name), among: files).filter { $0 != name }
    return suggesting(
      meant.map { path.dropLast(name.count) + $0 }, insteadOf: place,
      in: Diagnostic(
        SpecCode.unreadableExtension, .error, "cannot extend this file: \(reason)", at: place,
        path: ExtendsField.key, help: "a relative path is looked up beside the file in which it is written"))
  }

  static func tooManyFiles(at place: SourceRange, limit: Int) -> Diagnostic {
    Diagnostic(
      SpecCode.unreadableExtension, .error, "a specification consists of at most \(limit) files", at: place,
      path: ExtendsField.key)
  }
}

extension Diagnostic {
  static func tooManyUses(at place: SourceRange, limit: Int) -> Diagnostic {
    Diagnostic(
      SpecCode.unreadableExtension, .error,
      "a specification consists of at most \(limit) files, each counted as often as it is used", at: place,
      path: ExtendsField.key, help: "extend each file in one place")
  }

  static func tooManyValues(at place: SourceRange, limit: Int) -> Diagnostic {
    Diagnostic(
      SpecCode.unreadableExtension, .error,
      "the files of a specification have at most \(limit) values together, those that others replace included",
      at: place, path: ExtendsField.key, help: "extend fewer or smaller files")
  }
}

// MARK: - Sweeps

extension Diagnostic {
  static func notSwept(_ key: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      SpecCode.sweepPath, .error, "'\(key)' is no part of an experiment, so that cells cannot differ in it", at: range,
      label: "cannot be swept", path: "sweep", help: "sweep a path of the experiment, such as 'training.batch'")
  }

  /// `path` has values in two places, `first` being the other one.
  static func sweptTwice(_ path: SweepPath, first: SourceRange) -> Diagnostic {
    Diagnostic(
      SpecCode.sweepPath, .error, "'\(path.text)' has values twice in this sweep", at: path.range, label: "second",
      path: "sweep", others: [SourceLabel(first, "first")], help: "write its values in one place")
  }

  /// `path`, the seed's, has values although `seeds`, the first of which stands at `place`, gives it some.
  static func sweptAsSeedsToo(_ path: SweepPath, seeds place: SourceRange?) -> Diagnostic {
    Diagnostic(
      SpecCode.sweepPath, .error, "'\(path.text)' has values twice in this sweep", at: path.range, path: "sweep",
      others: [place.map { SourceLabel($0, "'seeds' has values too") }].compactMap(\.self),
      help: "write its values either here or under 'seeds'")
  }

  static func overlapping(_ path: SweepPath, _ other: SweepPath) -> Diagnostic {
    Diagnostic(
      SpecCode.sweepPath, .error,
      "'\(path.text)' changes what '\(other.text)' varies, so that cells would not be what their names say",
      at: path.range, path: "sweep", others: path.range == other.range ? [] : [SourceLabel(other.range, "varied here")],
      help: "vary one of the two")
  }

  /// The command line overrides at `place` what the sweep varies at `path`.
  static func overridesSweep(_ path: SweepPath, at place: SourceRange) -> Diagnostic {
    let isSeed = path.text == SweepExpansion.seedPath
    return Diagnostic(
      SpecCode.sweepPath, .error,
      "cannot override '\(path.text)': the sweep varies it, and its cells are named after the values", at: place,
      path: path.text, others: [SourceLabel(path.range, "varied here")],
      help: isSeed
        ? "change the sweep with '--set sweep.seeds=[…]', or remove it with '--set sweep=none'"
        : "change the values under 'sweep', as in --set 'sweep.product.\"\(path.text)\"=[…]', or remove it with "
          + "'--set sweep=none'")
  }

  static func tooManyCells(limit: Int, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      SpecCode.cellCount, .error, "this sweep has more than \(limit) cells", at: range, path: "sweep",
      help: "vary fewer paths, or together under 'zip'")
  }

  static func tooLongNames(limit: Int, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      SpecCode.cellCount, .error, "names of cells of this sweep can have more than \(limit) bytes", at: range,
      path: "sweep", help: "write a shorter 'name', or vary values with shorter texts")
  }

  static func tooManyComparisons(limit: Int, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      SpecCode.cellCount, .error,
      "comparing the cells of this sweep with the patterns of 'when' and 'exclude' takes more than \(limit) steps",
      at: range, path: "sweep", help: "vary fewer values, or write fewer patterns")
  }

  static func noCells(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      SpecCode.cellCount, .error, "nothing is left of this sweep", at: range, path: "sweep",
      help: "exclude fewer cells")
  }

  static func repeatedCellName(_ name: String, hasTemplate: Bool, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      SpecCode.cellName, .error, "two cells are called '\(name)'", at: range, path: "sweep.name",
      help: hasTemplate
        ? "name the values that tell cells apart, as in '{variant}-{batch}'"
        : "give values different names: a mapping from names to values, or 'name: …'")
  }

  static func hidesBaseline(_ baseline: String, start: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      SpecCode.cellName, .error,
      "with these names it cannot be told which cell of '\(baseline)' a cell is compared with", at: range,
      path: "sweep.name", help: "begin with '\(start)', or leave 'baseline' out")
  }

  static func openBrace(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      SpecCode.cellName, .error, "this brace is not closed", at: range, path: "sweep.name",
      help: "write a path between '{' and '}'")
  }

  static func unknownPlaceholder(_ name: String, at range: SourceRange, known: [String]) -> Diagnostic {
    suggesting(
      likelyMeant(by: name, among: known), insteadOf: range,
      in: Diagnostic(
        SpecCode.cellName, .error, "'\(name)' is not what this sweep varies", at: range, label: "no value",
        path: "sweep.name", help: "in braces may stand \(quotedList(known))"))
  }

  static func matchesNothing(_ pattern: SweepPattern) -> Diagnostic {
    Diagnostic(
      SpecCode.matchesNothing, .warning, "no cell of this sweep has these values", at: pattern.range, path: "sweep",
      help: "check the paths and values, or leave it out")
  }
}
