import Diagnostics
import TestSupport
import Testing

@testable import SpecSyntax

@Test func codesAreUniqueAndInOrder() {
  let ids = SyntaxCode.all.map(\.id)
  #expect(ids == Array(Set(ids)).sorted())
  #expect(ids.allSatisfy { $0.hasPrefix("E01") && $0.count == 5 })
}

@Test(arguments: SyntaxCode.all.map(\.id))
func codesAreExplained(id: String) throws {
  let code = try #require(SyntaxCode.all.first { $0.id == id })
  #expect(!code.title.isEmpty && !code.title.hasSuffix("."))
  #expect(code.explanation.count > 80)
  #expect(!code.explanation.contains("```\n\n\n"))
}

/// The codes that no fixture can show: what is too large to be kept, and what only the command line can get wrong.
private let withoutFixture = ["E0101", "E0117", "E0118", "E0119", "E0130", "E0131"]

@Test func everyCodeHasAFixture() {
  let shown = Set(fixtures(in: "bad", suffix: ".yaml").flatMap { Expectation.all(in: $0).compactMap(\.code) })
  #expect(SyntaxCode.all.map(\.id).filter { !shown.contains($0) } == withoutFixture)
}
