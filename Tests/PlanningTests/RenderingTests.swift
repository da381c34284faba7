import Diagnostics
import ExperimentGraph
import ExperimentSpec
import Foundation
import OrderedCollections
import SpecSyntax
import Testing

@testable import Planning

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// The specifications that the project brings along, by their path from its root.
private let bundled: [String] = ["specs", "specs/examples"].flatMap { folder in
  let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
  return names.filter { $0.hasSuffix(".yaml") }.sorted().map { "\(folder)/\($0)" }
}

/// The typed specification in `file`, what it extends read from the disk.
private func spec(_ file: SourceFile) throws -> Spec {
  var log = DiagnosticLog()
  let reader = SourceReader { path throws(SourceUnreadable) in
    guard let data = FileManager.default.contents(atPath: root.appending(path: path).path) else {
      throw SourceUnreadable(reason: "there is no file '\(path)'")
    }
    return Array(data)
  }
  guard let document = SpecDocument(file, log: &log),
    let composed = ComposedDocument(document, reading: reader, log: &log), let spec = Spec(composed, log: &log)
  else { throw Refusal(findings: log.sorted.map { "\($0.range?.description ?? ""): \($0.message)" }) }
  return spec
}

private func bundledSpec(_ path: String) throws -> Spec {
  let data = try Data(contentsOf: root.appending(path: path))
  return try spec(SourceFile(name: path, bytes: Array(data)))
}

/// The plan of `spec`, none of whose files is at hand.
private func plan(_ spec: Spec) throws -> Plan {
  var log = DiagnosticLog()
  guard let graph = ExperimentGraph(spec, log: &log) else { throw Refusal(findings: log.sorted.map(\.message)) }
  return Plan(lowering: graph, files: ResolvedFiles())
}

@Test(arguments: bundled)
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

@Test(arguments: bundled)
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
@Test(arguments: bundled)
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
