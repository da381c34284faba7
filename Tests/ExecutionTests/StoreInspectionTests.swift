@testable import Store
@testable import Inputs
import Model
import Corpora
import Diagnostics
import ExperimentGraph
import ExperimentSpec
import Foundation
import OrderedCollections
import Planning
import SpecSyntax
import Testing

@testable import Execution

extension Workspace {
  fileprivate func decisions(for plan: Plan) throws -> [String: StageDecision] {
    let names = StageNames(of: plan)
    let decisions = try StoreInspection(at: "\(path)/store").decisions(for: plan)
    return Dictionary(uniqueKeysWithValues: decisions.map { (names[$0], $1) })
  }
}

@Test func aStoreThatIsNotThereIsEmptyAndStaysAway() throws {
  let workspace = try Workspace()
  let decisions = try workspace.decisions(for: workspace.plan(tinySpecification(sharing: "hard")))
  #expect(Set(decisions.values) == [.miss(.neverRun)])
  #expect(!FileManager.default.fileExists(atPath: "\(workspace.path)/store"))
}

@Test func whatWasRunIsAHitAndWhatChangedIsAMissWithItsReason() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(tinySpecification(sharing: "hard"))
  _ = try await workspace.run(plan)
  #expect(try Set(workspace.decisions(for: plan).values) == [.hit])
  let before = try workspace.contents(ofStore: "store")
  let changed = try workspace.decisions(for: workspace.plan(tinySpecification(sharing: "hard", seed: 4)))
  #expect(changed["vocabulary"] == .hit)
  #expect(
    changed["initialize"]
      == .miss(
        .changed(
          KeyDifference(field: "seed", stored: .integer(3), planned: .integer(4)), comparedWith: "initialize")))
  guard case .miss(.upstreamChanged) = changed["evaluate.tiny"] else {
    Issue.record("\(changed)")
    return
  }
  #expect(try workspace.contents(ofStore: "store") == before, "looking changed the store")
}

@Test func aDamagedArtifactIsTheReasonAndWhatNobodyNeedsDoesNotRun() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(tinySpecification(sharing: "hard"))
  _ = try await workspace.run(plan)
  let names = StageNames(of: plan)
  func record(_ name: String) throws -> StageRecord {
    let id = try #require(plan.stages.keys.first { names[$0] == name })
    let path = "\(workspace.path)/store/stages/\(id.description.prefix(2))/\(id).json"
    return try #require(StageRecord(Array(Data(contentsOf: URL(filePath: path))), of: id))
  }
  func damage(_ name: String, _ artifact: Artifact) throws {
    let digest = try #require(try record(name).artifacts.first { $0.name == artifact.rawValue }?.sha256).description
    try Data("x".utf8).write(to: URL(filePath: "\(workspace.path)/store/objects/\(digest.prefix(2))/\(digest)"))
  }
  // No stage reads the curve of a training.
  try damage("train.tiny", .history)
  #expect(try workspace.decisions(for: plan)["train.tiny"] == .unneeded)
  #expect(try await workspace.run(plan).1.started == [])
  // Scores are wanted together with the weights that they are of.
  try damage("train.tiny", .weights)
  #expect(try workspace.decisions(for: plan)["train.tiny"] == .miss(.damaged(.weights)))
  #expect(try workspace.decisions(for: plan)["evaluate.tiny"] == .hit)
  #expect(try await workspace.run(plan).1.started.count == 1)
  try damage("train.tiny", .weights)
  try damage("evaluate.tiny", .scores)
  let decisions = try workspace.decisions(for: plan)
  #expect(decisions["train.tiny"] == .miss(.damaged(.weights)))
  #expect(decisions["evaluate.tiny"] == .miss(.damaged(.scores)))
  #expect(decisions["initialize"] == .hit)
  let misses = decisions.values.filter(\.isMiss)
  #expect(try await workspace.run(plan).1.started.count == misses.count)
}

@Test func trainingLeavesTimingsThatEstimatesAreMadeFrom() async throws {
  let workspace = try Workspace()
  _ = try await workspace.run(try workspace.plan(tinySpecification(sharing: "hard")))
  let rates = StageTimings(ofStoreAt: "\(workspace.path)/store").rates
  #expect(rates.recordedRuns == 1)
  #expect(rates.operationsPerSecond > 1e6)
  #expect(StageTimings(ofStoreAt: "\(workspace.path)/nothing").rates == .standard)
}

@Test func theGeneratorsSentencesAreAsLongAsEstimatesTakeThem() {
  let corpus = SyntheticCorpus.generate(split: .train, sentences: 2000, seed: 1)
  let mean = Double(corpus.sentenceLengths.reduce(0, +)) / 2000
  #expect(abs(mean - CorpusSizes.syntheticSentenceLength) < 1, "\(mean)")
}

@Test func planningNotesWhatRunningRefuses() throws {
  let workspace = try Workspace()
  try workspace.write("-DOCSTART- O\n\na X\nb Y\r\n\r\nc X\n", to: "train.txt")
  let text = tinySpecification().replacing(
    "{format: synthetic, sentences: {train: 30, dev: 10, test: 10}}",
    with:
      "{format: columns, files: {train: train.txt, dev: dev.txt}, skip: [-DOCSTART-], columns: {token: 0, pos: 1, ner: 2}}"
  )
  var log = DiagnosticLog()
  let file = SourceFile(name: "\(workspace.path)/spec.yaml", text: text)
  let spec = SpecDocument(file, log: &log).flatMap { Spec($0, log: &log) }
  let graph = try #require(spec.flatMap { ResolvedExperiment($0, log: &log) })
  let named = graph.files
  let probe = InputProbe(specification: file.name, dataRoot: "data", purpose: .planning)
  let planning = probe.resolve(named, log: &log)
  #expect(log.diagnostics.map(\.severity) == [.note])
  #expect(log.diagnostics.map(\.code.id) == ["E0601"])
  let train = try #require(planning["train.txt"])
  #expect(train.writtenPath == "train.txt")
  #expect(train.path == "\(workspace.path)/train.txt")
  let sizes = probe.sizes(of: CensusSubjects(of: graph, planning).corpora)
  #expect(train.digest.flatMap { sizes[$0] } == CorpusSize(sentences: 2, tokens: 3))
  #expect(planning["dev.txt"]?.digest == nil)
  _ = InputProbe(specification: file.name, dataRoot: "data").resolve(named, log: &log)
  #expect(log.errorCount == 1)
}
