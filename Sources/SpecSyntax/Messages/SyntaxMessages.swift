import Diagnostics
import Text

// What this phase says, one factory for each violation.

extension Diagnostic {
  static func fileTooLarge(_ file: SourceFile, limit: Int) -> Diagnostic {
    Diagnostic(
      SyntaxCode.fileTooLarge, .error,
      "a specification has at most \(limit) bytes, and this file has more",
      at: SourceRange(file, 0..<0), help: "check that this is the specification and not a data file")
  }

  static func notUTF8(_ place: SourceRange) -> Diagnostic {
    let values = place.file.bytes[place.bytes].map { "0x" + String($0, radix: 16, uppercase: true) }
    return Diagnostic(
      SyntaxCode.notUTF8, .error,
      "the file is not UTF-8: \(values.joined(separator: " ")) at byte \(place.bytes.lowerBound)",
      at: place, help: "save the file with the encoding UTF-8")
  }

  static func emptyFile(_ file: SourceFile) -> Diagnostic {
    Diagnostic(
      SyntaxCode.rootNotMapping, .error, "the file is empty; a specification is a mapping of keys",
      at: SourceRange(file, 0..<0), help: "begin with 'sharespec: 1'")
  }

  static func rootNotMapping(_ root: Node) -> Diagnostic {
    Diagnostic(
      SyntaxCode.rootNotMapping, .error, "a specification is a mapping of keys, but this is \(root.kindName)",
      at: root.range, help: "begin with 'sharespec: 1'")
  }

  static func secondDocument(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.severalDocuments, .error,
      "a second document begins here; a specification is a single document", at: place,
      help: "put each document into a file of its own")
  }

  static func otherDirective(_ place: SourceRange) -> Diagnostic {
    let reason = place.text.hasPrefix("%TAG") ? "specifications have no tags" : "specifications are YAML 1.2"
    return Diagnostic(
      SyntaxCode.directive, .error, "the directive '\(place.text)' is not allowed: \(reason)", at: place,
      help: "leave it out")
  }

  static func tag(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.tag, .error,
      "the tag '\(place.text)' is not allowed; the field determines how its value is read", at: place,
      help: "leave the tag out, or quote the text if it begins with '!'")
  }

  static func explicitKey(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.explicitKey, .error, "'?' cannot announce a key", at: place,
      help: "write 'key: value', or quote the text if it begins with '?'")
  }

  static func keyNotText(_ place: SourceRange, found: String) -> Diagnostic {
    Diagnostic(SyntaxCode.keyNotText, .error, "a key must be a text, but this is \(found)", at: place)
  }

  static func duplicateKey(_ key: String, at place: SourceRange, first: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.duplicateKey, .error, "the key '\(key)' occurs twice in this mapping", at: place,
      label: "second",
      others: [SourceLabel(first, "first")], help: "remove one of them")
  }

  static func mergeKey(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.mergeKey, .error, "the merge key '<<' is not part of YAML 1.2", at: place,
      help: "build on another file with 'extends', or change a few values with 'variants'")
  }

  static func ambiguousKey(_ key: Scalar, reading: PlainReading) -> Diagnostic {
    let place = key.text.whole
    let finding = "a key must be a text, but \(ScalarProblem.ambiguousText(reading).finding(on: key))"
    if let comma = place.decimalComma {
      return Diagnostic(
        SyntaxCode.ambiguousKey, .error, finding, at: place,
        notes: ["the comma before it ends the entry before"], help: "write '.' for a decimal comma",
        fixIts: [FixIt("write '.' for ','", replacing: comma, with: ".")])
    }
    return Diagnostic(
      SyntaxCode.ambiguousKey, .error, finding, at: place, help: "put the key into quotes",
      fixIts: [FixIt("write \"\(key.text.text)\"", replacing: place, with: "\"\(key.text.text)\"")])
  }

  static func nullInText(_ place: SourceRange) -> Diagnostic {
    Diagnostic(SyntaxCode.nullInText, .error, "a text cannot contain the character NUL", at: place)
  }
}

extension SourceRange {
  /// The comma between digits before this range, which is digits, where it may be meant to be a decimal comma.
  fileprivate var decimalComma: SourceRange? {
    let start = bytes.lowerBound
    guard start >= 2, file.bytes[start - 1] == UInt8(ascii: ","), file.bytes[bytes].allSatisfy(isDigit) else {
      return nil
    }
    let whole = file.bytes[..<(start - 1)].reversed().prefix(while: isDigit)
    let mayBeThousands = bytes.count == 3 && whole.count <= 3 && whole.last != UInt8(ascii: "0")
    return whole.isEmpty || mayBeThousands ? nil : SourceRange(file, start - 1..<start)
  }

  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

// MARK: - Anchors and aliases

extension Diagnostic {
  static func unknownAnchor(_ name: String, at place: SourceRange, known: [String]) -> Diagnostic {
    let meant = likelyMeant(by: name, among: known.prefix(1000)).first
    return Diagnostic(
      SyntaxCode.unknownAnchor, .error, "nothing above is marked '&\(name)'", at: place,
      help: meant.map { "did you mean '*\($0)'?" } ?? "quote the text if it begins with '*'",
      fixIts: meant.map { [FixIt("write '*\($0)'", replacing: place, with: "*\($0)")] } ?? [])
  }

  static func anchorRedefined(_ name: String, at place: SourceRange, first: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.anchorRedefined, .error, "the anchor '&\(name)' is defined twice", at: place,
      label: "second",
      others: [SourceLabel(first, "first")], help: "give one of them another name")
  }

  static func aliasInsideItself(_ name: String, at place: SourceRange, anchor: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.aliasInsideItself, .error, "'*\(name)' stands inside the value that it stands for",
      at: place,
      others: [SourceLabel(anchor, "the value begins here")])
  }
}

// MARK: - Bounds

extension Diagnostic {
  static func tooDeep(_ place: SourceRange, limit: Int) -> Diagnostic {
    Diagnostic(
      SyntaxCode.tooDeep, .error, "more than \(limit) lists and mappings lie inside one another here",
      at: place)
  }

  static func tooManyNodes(_ place: SourceRange, limit: Int) -> Diagnostic {
    Diagnostic(
      SyntaxCode.tooManyNodes, .error,
      "the file has more than \(limit) values up to here, aliases counted in full", at: place)
  }

  static func scalarTooLong(_ place: SourceRange, length: Int, limit: Int) -> Diagnostic {
    Diagnostic(
      SyntaxCode.scalarTooLong, .error, "this text has \(length) bytes; a value has at most \(limit)",
      at: place)
  }
}
