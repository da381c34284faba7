import Foundation
import Diagnostics
import ExperimentSpec
import FrontEndSupport
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

/// A sweep stays a sweep: as many lines as the variants that are declared need.
@Test(arguments: bundledPaths)
func aSpecificationInFullWithItsSweepHasTheSamePlan(path: String) throws {
  let original = try bundledSpec(path)
  let resolved = ResolvedSpecification(keepingSweepOf: original)
  #expect((resolved != nil) == original.extent.isSwept)
  guard let text = resolved?.text else { return }
  let inFull = try spec(SourceFile(name: "full.yaml", text: text))
  let (expected, found) = (try plan(original), try plan(inFull))
  #expect(found.identities == expected.identities)
  #expect(found.variants.map(\.name) == expected.variants.map(\.name))
  #expect(found.variants.map(\.place) == expected.variants.map(\.place))
  let again = try #require(ResolvedSpecification(keepingSweepOf: inFull)).text
  #expect(again.split(separator: "\n").count < text.split(separator: "\n").count + 20)
}

/// A sweep is kept only where it has the same cells over the values in full.
@Test func aSweepIsKeptWhereItMeansTheSame() throws {
  let swept = try rightSpec(
    specimenText(
      more: """
        variants: {hard: {sharing: hard}, sparse: {}}
        sweep:
          variants: [hard, sparse]
          product: {training.batch: [10, 20]}
          seeds: [1, 2]
        """))
  #expect(ResolvedSpecification(keepingSweepOf: swept) != nil)
  let hard = swept.variants.filter { $0.isMeant(by: "hard") }
  let text = try #require(ResolvedSpecification(keepingSweepOf: swept, only: hard)).text
  #expect(try rightSpec(text).variants.map(\.name) == hard.map(\.name))
  #expect(ResolvedSpecification(keepingSweepOf: swept, only: [hard[0]]) == nil, "one cell is no sweep")
  let overridden = try rightSpec(
    specimenText(more: "sweep: {product: {training.batch: [10, 20]}}"), overrides: ["training.epochs=5"])
  #expect(ResolvedSpecification(keepingSweepOf: overridden)?.text.contains("epochs: 5 ") == true)
  // A pattern matches what is written.
  let matched = try rightSpec(
    specimenText(
      more: "sweep: {product: {training.epochs: [1, 2]}, exclude: [{training.epochs: 1, base.head: linear}]}"))
  #expect(matched.variants.count == 2)
  #expect(ResolvedSpecification(keepingSweepOf: matched) == nil)
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
