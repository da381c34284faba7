@testable import Text
import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import ExperimentSpec

/// The committed schema is the one that the definitions of fields give.
@Test func theCommittedSchemaIsUpToDate() {
  let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../Grammar/experiment.schema.json"
  )
  .standardizedFileURL.path
  #expect(difference(of: JSONText.text(of: JSONSchema.specification, .pretty) + "\n", fromGolden: path) == nil)
}

/// So is the reference of the language, up to where it is written by hand.
@Test func theCommittedReferenceIsUpToDate() throws {
  let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/language.md")
    .standardizedFileURL.path
  let introduction = try String(contentsOfFile: path, encoding: .utf8).prefix(upTo: "## The file")
  #expect(!introduction.isEmpty)
  #expect(difference(of: introduction + LanguageReference.markdown, fromGolden: path) == nil)
}

extension String {
  /// The text before the first occurrence of `mark`; all of it if there is none.
  fileprivate func prefix(upTo mark: String) -> String {
    range(of: mark).map { String(self[..<$0.lowerBound]) } ?? self
  }
}
