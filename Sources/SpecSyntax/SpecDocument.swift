package import Diagnostics

/// A specification file as a located tree: well-formed YAML within this language's bounds, a mapping at the root.
///
/// Holding a document is the proof that its text was understood exactly; what its keys mean is for the next phase.
package struct SpecDocument: Sendable {
  /// The text that was read.
  package let file: SourceFile

  /// The mapping that the file consists of.
  package let root: Node

  /// The most bytes that a specification may have; of larger files, one byte more is enough to refuse them.
  package static let largestFile = SyntaxRules.specification.largestFile

  /// Reads `file`, recording in `log` everything that is wrong with it; `nil` if any of that is an error.
  package init?(_ file: SourceFile, log: inout DiagnosticLog) {
    self.init(file, rules: .specification, log: &log)
  }

  /// Reads `file` by other rules than those of the language, for the tests of each.
  init?(_ file: SourceFile, rules: SyntaxRules, log: inout DiagnosticLog) {
    var findings = DiagnosticLog()
    let root = Self.read(file, rules: rules, log: &findings)
    log.record(contentsOf: findings)
    guard let root, !findings.hasErrors else { return nil }
    self.file = file
    self.root = root
  }

  /// The tree of `file`, as far as it can be made out.
  private static func read(_ file: SourceFile, rules: SyntaxRules, log: inout DiagnosticLog) -> Node? {
    checkBytes(of: file, rules: rules, log: &log)
    if log.hasErrors { return nil }
    var composer = Composer(reading: EventReader(file, file.textRange), rules: rules)
    let root = composer.composeDocument()
    log.record(contentsOf: composer.log)
    return root
  }
}
