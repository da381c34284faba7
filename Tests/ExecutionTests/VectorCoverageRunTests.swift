import Corpora
import Planning
import Running
import Testing

@testable import Execution
@testable import Store

private let specification = """
  sharespec: 1
  name: covered
  datasets: {d: {format: columns, files: {train: train.txt, dev: dev.txt}, columns: {token: 0, pos: 1}}}
  tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
  base: {words: {dimension: 2, minimum_count: 1, lowercase: false, pretrained: vectors.txt}, encoder: {hidden: 2}}
  sharing: hard
  training: {epochs: 1}
  variants: {hard: {}}
  """

/// What the vocabulary's stage records of `vectors`, for the words `The` twice, `the`, `dog`, `Rex` and `Kim`.
private func coverage(by vectors: String) async throws -> VectorCoverageFile {
  let workspace = try Workspace()
  try workspace.write("The DT\ndog NN\n\nthe DT\nRex NN\n", to: "train.txt")
  try workspace.write("The DT\nKim NN\n", to: "dev.txt")
  try workspace.write(vectors, to: "vectors.txt")
  let plan = try workspace.plan(specification)
  let (report, _) = try await workspace.run(plan)
  #expect(report.failures.isEmpty)
  let stage = try #require(plan.stages.values.first { $0.operation.artifacts.contains(.wordVectors) })
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  return try decodeJSON(
    VectorCoverageFile.self, store.read(.vectorCoverage, of: stage.id), of: .vectorCoverage)
}

@Test func vocabulariesRecordWhatVectorsCover() async throws {
  let file = try await coverage(by: "the 1 2\nRex 1 2\n. . 3 4\nRex 5 6\nother 1 2\n\t 0 0\n")
  #expect([file.coverage.exact, file.coverage.lowercased, file.coverage.missing].map(\.words) == [2, 1, 2])
  #expect([file.coverage.exact, file.coverage.lowercased, file.coverage.missing].map(\.tokens) == [2, 2, 2])
  #expect(file.coverage.mostFrequentMissing.map(\.form) == ["Kim", "dog"])
  #expect(file.file.vectors == 6)
  #expect(
    file.file.passedOver.map { "\($0)" } == [
      "1 word that contains blanks, in line 3", "1 word that has a vector before, in line 4",
      "1 word that is blank, in line 6",
    ])
}

@Test func vectorsOfOtherWordsAreRecordedAsNoCoverage() async throws {
  let file = try await coverage(by: "2 2\nle 1 2\nla 3 4\n")
  #expect(file.coverage.tokenShare == 0)
  #expect(file.coverage.missing.words == 5)
  #expect(file.file.vectors == 2)
}
