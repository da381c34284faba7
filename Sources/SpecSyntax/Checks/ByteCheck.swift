import Diagnostics
import Text

/// Records whatever keeps `file` from being a text: too many bytes, bytes that are not UTF-8, and characters that
/// are invisible, ambiguous or read differently by different YAML readers.
func checkBytes(of file: SourceFile, rules: SyntaxRules, log: inout DiagnosticLog) {
  guard file.bytes.count <= rules.largestFile else {
    log.record(.fileTooLarge(file, limit: rules.largestFile))
    return
  }
  if let bad = firstIllFormedSequence(in: file.bytes, within: 0..<file.bytes.count) {
    log.record(.notUTF8(SourceRange(file, bad)))
    return
  }
  checkCharacters(of: file, in: file.textRange, log: &log)
}

/// Records the characters among `bytes`, which are well-formed UTF-8, that may not stand in `file`.
func checkCharacters(of file: SourceFile, in bytes: Range<Int>, log: inout DiagnosticLog) {
  var places: [ForbiddenCharacter: [Range<Int>]] = [:]
  for character in forbiddenCharacters(in: file.bytes, within: bytes) {
    places[character.kind, default: []].append(character.bytes)
  }
  for kind in ForbiddenCharacter.allCases {
    guard let found = places[kind] else { continue }
    log.record(.forbiddenCharacter(kind, at: found.map { SourceRange(file, $0) }))
  }
}
