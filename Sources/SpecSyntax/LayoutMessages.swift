import Diagnostics

// What is wrong with texts that libyaml reads although they are not YAML.

extension Diagnostic {
  static func commentWithoutBlank(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.malformed, .error, "a comment needs a blank before '#'", at: place,
      help: "put a blank before '#', or the text into quotes if '#' is part of it",
      fixIts: [
        FixIt("put a blank before '#'", replacing: place.emptyAtStart, with: " ")
      ])
  }

  static func dashInFlow(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.malformed, .error, "a '-' alone has no meaning within brackets", at: place,
      help: "put it into quotes if it is a text",
      fixIts: [FixIt("put it into quotes", replacing: place, with: "\"-\"")])
  }

  static func lineTooFarLeft(_ place: SourceRange, missing: Int) -> Diagnostic {
    let blanks = missing == 1 ? "a blank" : "\(missing) blanks"
    return Diagnostic(
      SyntaxCode.malformed, .error,
      "this line belongs to a value further up and must be indented more than its key",
      at: place, help: "indent it by at least \(blanks) more",
      fixIts: [
        FixIt(
          "indent it by \(blanks) more", replacing: place.emptyAtStart,
          with: String(repeating: " ", count: missing))
      ])
  }

  /// One finding about all the lines of `findings`, which are in order; `nil` if there are none.
  static func merging(_ findings: [Diagnostic]) -> Diagnostic? {
    guard var merged = findings.first else { return nil }
    guard findings.count > 1, let place = merged.range else { return merged }
    merged.notes = ["so must \(findings.count - 1) more of the lines after it"]
    let insertions = findings.flatMap(\.fixIts)
    let changed = place.bytes.lowerBound..<(insertions.last?.range.bytes.upperBound ?? place.bytes.lowerBound)
    var replacement = ""
    for (insertion, next) in zip(insertions, insertions.dropFirst()) {
      replacement += insertion.replacement
      replacement += place.file.text(in: insertion.range.bytes.upperBound..<next.range.bytes.lowerBound)
    }
    replacement += insertions.last?.replacement ?? ""
    merged.fixIts = [
      FixIt("indent the lines", replacing: SourceRange(place.file, changed), with: replacement)
    ]
    return merged
  }

  static func blankLineTooWide(_ place: SourceRange, indentation: Int) -> Diagnostic {
    Diagnostic(
      SyntaxCode.malformed, .error,
      "this blank line has \(place.bytes.count) blanks, more than the \(indentation) by which the text below is indented",
      at: place, help: "leave blank lines empty",
      fixIts: [FixIt("empty the line", replacing: place, with: "")])
  }

  static func oddName(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.malformed, .error, "names of anchors and aliases consist of letters, digits, '_' and '-'",
      at: place,
      help: "put a blank after the name, or the text into quotes if it begins with '\(place.text.prefix(1))'")
  }
}

extension SourceRange {
  /// The empty range where this one begins.
  var emptyAtStart: SourceRange { SourceRange(file, bytes.lowerBound..<bytes.lowerBound) }
}
