import Model
import Planning
import Running
import Testing

@testable import Execution

/// The tiny specification with an encoder of this kind, shared in three ways.
private func specification(_ kind: EncoderKind) -> String {
  tinySpecification(
    more: """
      variants:
        sparse: {}
        soft: {sharing: soft}
        hierarchical: {sharing: {levels: {pos: 1, ner: 2, pp: 2}}}
      """
  ).replacing("encoder: {hidden: 6}", with: "encoder: {kind: \(kind.keyName), layers: 2, hidden: 6}")
}

/// From text to scores with each kind of encoder: the same bytes for any number of jobs, and nothing is done twice.
@Test(arguments: EncoderKind.allCases)
func everyKindOfEncoderIsTrainedPrunedAndScored(kind: EncoderKind) async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(specification(kind))
  let (first, _) = try await workspace.run(plan, store: "one", jobs: 1)
  let (second, _) = try await workspace.run(plan, store: "two", jobs: 2)
  #expect(first.failures.isEmpty && second.failures.isEmpty)
  let contents = try workspace.contents(ofStore: "one")
  #expect(contents.count > plan.stages.count)
  #expect(try workspace.contents(ofStore: "two") == contents)
  #expect(try await workspace.run(plan, store: "one").1.started == [])
}
