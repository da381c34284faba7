@testable import PlanFormat
import Foundation
import TestSupport
import Testing

@testable import Planning

/// Every experiment that the project brings along compiles to the plan that was reviewed last.
@Test(arguments: bundledPaths.filter { !$0.contains("/examples/") })
func thePlanIsTheOneThatWasReviewed(path: String) throws {
  let text = PlanDocument(try plan(try bundledSpec(path))).text
  let name = path.split(separator: "/").last.map(String.init)?.replacing(".yaml", with: ".plan") ?? path
  let golden = "\(fixturesFolder(besides: #filePath))/bundled/\(name)"
  #expect(difference(of: text, fromGolden: golden) == nil)
}

/// The paper's Table 3, counted from the bundled specifications: parameters in thousands of each variant, the subnets
/// at the rounds of Table 4. The paper prints 4485 for 4486.
@Test(arguments: [
  ("exp1-conll2003", ["pos": 6, "ner": 5, "chunk": 7], [1602, 811, 534, 1596, 1497]),
  ("exp2-ontonotes", ["pos": 10, "ner": 12, "chunk": 8], [4491, 1459, 1497, 4486, 1497]),
])
func theLedgerOfTheBundledExperimentsIsThePapersTable(name: String, rounds: [String: Int], table: [Int]) throws {
  let masks = rounds.sorted { $0.key < $1.key }.map { "\($0): 'tower(self) & imp(self, round: \($1))'" }
  let sharing = "variants.subnet.sharing={masks: {\(masks.joined(separator: ", "))}}"
  let plan = try plan(
    try bundledSpec("specs/\(name).yaml", overrides: [sharing, "variants.subnet.sharing.masks.*=none"]))
  let names = ["single", "subnet", "hard", "soft", "hierarchical"]
  let unions = try names.map { name in
    VariantLedger(of: try #require(plan.variants.first { $0.name == name }), in: plan).union
  }
  #expect(unions.map { ($0.lowerBound + 500) / 1000 } == table)
  #expect(unions.map { ($0.upperBound + 500) / 1000 } == table)
}
