import Foundation
import Diagnostics
import ExperimentSpec
import OrderedCollections
import SpecSyntax
import Testing

@testable import Planning

@Test(arguments: bundledPaths)
func aSpecificationInFullHasTheSamePlan(path: String) throws {
  let original = try bundledSpec(path)
  let text = ResolvedSpecification(original).text
  let inFull = try spec(SourceFile(name: "full.yaml", text: text))
  let (expected, found) = (try plan(original), try plan(inFull))
  #expect(found.identities == expected.identities)
  #expect(found.variants.map(\.name) == expected.variants.map(\.name))
  #expect(inFull.baseline?.value == original.baseline?.value)
  // Defaults that are blocks stand on one line at first, field by field from then on.
  let again = ResolvedSpecification(inFull).text
  let third = ResolvedSpecification(try spec(SourceFile(name: "full.yaml", text: again))).text
  #expect(third.withoutComments == again.withoutComments, "in full it stays what it is")
}

@Test(arguments: bundledPaths)
func aVariantInFullHasTheSamePlan(path: String) throws {
  let original = try bundledSpec(path)
  let expected = try plan(original)
  for (variant, planned) in zip(original.variants, expected.variants) {
    let text = ResolvedSpecification(original, only: [variant]).text
    let found = try plan(try spec(SourceFile(name: "full.yaml", text: text)))
    #expect(found.variants.map(\.name) == [variant.name])
    #expect(found.variants[0].components.map(\.evaluate) == planned.components.map(\.evaluate))
  }
}

/// Every value of a specification in full is one that the text says, and none is a default.
@Test(arguments: bundledPaths)
func aSpecificationInFullLeavesNothingToDefaults(path: String) throws {
  let text = ResolvedSpecification(try bundledSpec(path)).text
  let inFull = try spec(SourceFile(name: "full.yaml", text: text))
  for variant in inFull.variants {
    #expect(variant.settled.filter { $0.origin.range == nil }.map(\.path) == [])
  }
}

extension String {
  /// The lines without what follows two blanks and a number sign.
  fileprivate var withoutComments: [Substring] {
    split(separator: "\n").map { line in
      (line.range(of: "  #").map { line[..<$0.lowerBound] } ?? line).prefix { _ in true }
    }.map { $0.reversed().drop { $0 == " " }.reversed() }.map { Substring(String($0)) }
  }
}
