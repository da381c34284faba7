import Diagnostics
import ExperimentSpec
import MaskAlgebra
import SpecSyntax
import TestSupport
import Testing

@testable import ExperimentGraph

private let badFiles = fixtures(in: "bad", suffix: ".yaml")
private let parts = fixtures(in: "bad/parts", suffix: ".yaml")

/// The bad specification `file` with the parts that it may extend and the overrides that it asks for.
func badSources(_ file: SourceFile) -> Sources {
  var files = [file.name: file.bytes]
  for part in parts { files["parts/" + part.name] = part.bytes }
  return Sources(name: file.name, files: files, overrides: Expectation.overrides(in: file))
}

@Test func thereAreBadSpecifications() { #expect(badFiles.count >= 200) }

@Test(arguments: badFiles.map(\.name))
func badSpecificationsGiveTheAnnouncedDiagnostics(name: String) throws {
  let file = try #require(badFiles.first { $0.name == name })
  let compilation = Compilation(badSources(file))
  #expect(!compilation.log.diagnostics.isEmpty)
  #expect((compilation.graph == nil) == compilation.log.hasErrors)
  for mismatch in mismatches(in: compilation.files, compilation.log.diagnostics) { Issue.record("\(mismatch)") }
}

@Test(arguments: badFiles.map(\.name))
func fixItsMendSpecifications(name: String) throws {
  let sources = badSources(try #require(badFiles.first { $0.name == name }))
  for diagnostic in Compilation(sources).log.diagnostics {
    for fix in diagnostic.fixIts {
      let mended = Compilation(sources.applying(fix)).log
      let remains = mended.diagnostics.contains {
        $0.code == diagnostic.code && $0.range?.start == diagnostic.range?.start
      }
      #expect(!remains, "after '\(fix.message)': \(mended.diagnostics)")
    }
  }
}

/// The codes that no fixture can show: what is too large to be kept beside the tests.
private let withoutFixture = ["E0101", "E0117", "E0118", "E0119", "E0416", "E0417"]

/// Every rule of the front end is shown by a fixture, here or, for the rules of YAML, beside the tests of `SpecSyntax`.
@Test func everyCodeHasAFixture() {
  let syntaxFiles = fixtures(in: "../../SpecSyntaxTests/Fixtures/bad", suffix: ".yaml")
  let announced = Set((badFiles + parts + syntaxFiles).flatMap { Expectation.all(in: $0).compactMap(\.code) })
  let codes = SyntaxCode.all + SpecCode.all + MaskCode.all + GraphCode.all
  #expect(codes.map(\.id).filter { !announced.contains($0) } == withoutFixture)
}

/// Announcements are compared with what is found in their own file, and those under an override with the command line.
@Test func announcementsHoldForTheirOwnSource() throws {
  let main = """
    # set seed=x
    #          ^ E0203 not a number
    sharespec: 1
    extends: parts/a.yaml
    #        ^~~~~~~~~~~~ see extended
    """
  let part = "sharespec: 2\n#          ^ E0204 this file needs version 2\n"
  var sources = Sources(
    name: "main.yaml", files: ["main.yaml": Array(main.utf8), "parts/a.yaml": Array(part.utf8)])
  let extended = Compilation(sources)
  #expect(mismatches(in: extended.files, extended.log.diagnostics).count == 1)
  #expect(mismatches(in: [extended.files[0]], extended.log.diagnostics).count == 2)
  sources.files["parts/a.yaml"] = Array("sharespec: 1\n".utf8)
  sources.overrides = Expectation.overrides(in: extended.files[0])
  #expect(sources.overrides == ["seed=x"])
  let overridden = Compilation(sources)
  let announced = try #require(Expectation.all(in: overridden.files[0]).first)
  #expect(overridden.log.diagnostics.contains { announced.matches($0) })
}
