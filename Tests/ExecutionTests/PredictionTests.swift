@testable import Store
import Model
import Corpora
import ExperimentSpec
import Foundation
import Networks
import Planning
import Running
import Testing

@testable import Execution

/// What `tinySpecification` says, with more to learn from, so that scores tell predictions apart.
private func specification(_ sharing: String, head: String = "linear") -> String {
  tinySpecification(sharing: sharing).replacing("train: 30, dev: 10, test: 10", with: "train: 160, dev: 30, test: 30")
    .replacing("encoder: {hidden: 6}", with: "encoder: {hidden: 12, layers: 2}\n  head: \(head)")
    .replacing("training: {epochs: 2}", with: "training: {epochs: 5}")
}

/// A split of the built-in corpus as a file of columns: tokens, part of speech, entities.
private func columnFile(_ split: Split, _ plan: Plan) throws -> [UInt8] {
  guard case .evaluate(let operation) = plan.stages[plan.variants[0].components[0].evaluate]?.operation,
    case .synthetic(let sentences) = operation.tasks[0].corpus
  else { return [] }
  let corpus = SyntheticCorpus.generate(
    split: split, sentences: split == .dev ? sentences.dev : sentences.test, seed: UInt64(sentences.seed))
  let layers = try ["token", "pos", "ner"].map { try corpus.column($0) }
  var text = ""
  for sentence in 0..<corpus.sentenceCount {
    for token in corpus.tokens(ofSentence: sentence) { text += layers.map { $0[token] }.joined(separator: " ") + "\n" }
    text += "\n"
  }
  return Array(text.utf8)
}

/// What `predict` gives has the very scores that training and evaluation reported.
@Test(arguments: [
  ("sparse", "linear"), ("sparse", "crf"), ("{levels: {pos: 1, ner: 2, pp: 2}}", "linear"), ("soft", "linear"),
  ("single", "crf"),
])
func predictionsHaveTheReportedScores(sharing: String, head: String) async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(specification(sharing, head: head))
  #expect(try await workspace.run(plan).0.failures.isEmpty)
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  let variant = plan.variants[0]
  var values: Set<Double> = []
  for (task, gold) in [("pos", 1), ("ner", 2)] {
    let subnet = try TrainedSubnet(of: task, in: variant, plan, from: store, DatasetLibrary())
    let part = try #require(variant.components.first { $0.tasks.contains(task) })
    let history = try decodeJSON(HistoryFile.self, store.read(.history, of: part.train), of: .history)
    let scores = try decodeJSON(ScoresFile.self, store.read(.scores, of: part.evaluate), of: .scores)
    let test = try #require(scores.tasks.first { $0.task == task })
    for (split, reported) in [(Split.dev, history.selectedScore(of: task)), (.test, test.score)] {
      let file = TaggingRequest.Source.text(try columnFile(split, plan), name: "in", .columns)
      let prediction = try TaggingRequest(file, gold: "\(gold)").tag(by: subnet, threads: 2)
      let score = try #require(try prediction.score()).score
      #expect(score.value == reported, "\(task) on \(split)")
      let ofSplit = try TaggingRequest(.split(split)).tag(by: subnet)
      #expect(try ofSplit.score()?.score == score)
      #expect(ofSplit.tags == prediction.tags)
      if split == .test {
        let counts = Dictionary(uniqueKeysWithValues: score.counts.map { ($0.name, $0.count) })
        // Accuracy is that of tags in the scheme of the data.
        let isOfTags = { (name: String) in name == "tokens_correct" && task == "ner" }
        #expect(counts.filter { !isOfTags($0.key) } == test.counts.filter { !isOfTags($0.key) })
      }
      values.insert(score.value)
    }
  }
  #expect(values.contains { $0 > 0 } && values.count > 2, "the scores tell something: \(values)")
}

@Test func predictionsKeepTheOrderAndDependOnNoOtherSentence() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(specification("sparse", head: "crf"))
  #expect(try await workspace.run(plan).0.failures.isEmpty)
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  let subnet = try TrainedSubnet(of: "pos", in: plan.variants[0], plan, from: store, DatasetLibrary())
  let lines = (0..<40).map { number in
    (0...(number * 37 % 23)).map { ["the", "Zürich", "unheard-of", "17", "ran", "."][($0 + number) % 6] }
      .joined(separator: " ")
  }
  func tagged(_ text: String) throws -> String {
    try TaggingRequest(.text(Array(text.utf8), name: "in", .text)).tag(by: subnet).taggedText
  }
  let together = try tagged(lines.map { $0 + "\n" }.joined())
  let apart = try lines.map { try tagged($0) }.joined()
  #expect(together == apart)
  let words = together.split(separator: "\n").map { line in
    line.split(separator: " ").compactMap { $0.split(separator: "/").first }.joined(separator: " ")
  }
  #expect(words == lines)
  #expect(try tagged("") == "")
  #expect(try tagged(String(repeating: "the ", count: 2000)).utf8.count(where: { $0 == UInt8(ascii: "/") }) == 2000)
}

/// The scores are those that the tags follow from.
@Test func tagsAreTheOnesOfTheHighestScores() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(specification("hard"))
  #expect(try await workspace.run(plan).0.failures.isEmpty)
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  let subnet = try TrainedSubnet(of: "pos", in: plan.variants[0], plan, from: store, DatasetLibrary())
  var request = TaggingRequest(.text(try columnFile(.dev, plan), name: "in", .columns))
  let tags = try request.tag(by: subnet).tags
  request.withScores = true
  let prediction = try request.tag(by: subnet)
  #expect(prediction.tags == tags)
  for line in prediction.columns.split(separator: "\n") {
    let fields = line.split(separator: " ")
    let scores = fields.dropFirst(4).compactMap { field in
      field.lastIndex(of: "=").flatMap { equals in
        Float(field[field.index(after: equals)...]).map { (tag: field[..<equals], score: $0) }
      }
    }
    #expect(scores.count == subnet.data.tags.predictableCount)
    #expect(scores.max { $0.score < $1.score }?.tag == fields[3])
  }
}

@Test func whatIsNotTrainedIsNamed() throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(tinySpecification())
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  do throws(SubnetFailure) {
    _ = try TrainedSubnet(of: "ner", in: plan.variants[0], plan, from: store, DatasetLibrary())
    Issue.record("nothing has been trained")
  } catch {
    #expect(error == .notTrained(variant: "tiny", store: store.root))
  }
}
