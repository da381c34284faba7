@testable import Store
import Planning
import Running
import Testing

@testable import Execution

/// Two tasks over files, with what `sets` say.
private func specification(test: String, sets: String = "", sharing: String = "hard") -> String {
  """
  sharespec: 1
  name: further
  datasets:
    d:
      format: columns
      files: {train: train.txt, dev: dev.txt, test: \(test)}
      columns: {token: 0, pos: 1, ner: 2}
    wild:
      format: jsonl
      files: {test: wild.jsonl, dev: held.jsonl}
      fields: {token: words, pos: {field: p, labels: [NOUN, VERB, PUNCT, INTJ]}, ner: entities}
  tasks:
    pos: {dataset: d, column: pos, metric: accuracy, missing: _}
    ner: {dataset: d, column: ner, metric: span_f1, scheme: {from: bio2, to: bioes}, labels: {MISC: none, GPE: LOC}}
  base: {words: {dimension: 8}, characters: {dimension: 4, filters: 5}, encoder: {hidden: 8}, head: crf}
  sharing: \(sharing)
  training: {epochs: 8, batch: 2}
  \(sets)
  """
}

/// Sentences by a rule: a word, its part of speech, its entity.
private func sentences(_ numbers: Range<Int>, _ names: [String]) -> [[[String]]] {
  numbers.map { number in
    [
      [names[number % names.count], "NOUN", "B-PER"], [["sees", "met"][number % 2], "VERB", "O"],
      [names[(number * 3 + 1) % names.count], "NOUN", "B-LOC"], [".", "PUNCT", "O"],
    ]
  }
}

/// Sentences with words, tags and labels that training lacks, and a missing one.
private let wild: [[[String]]] =
  sentences(3..<12, ["Ann", "Łódź", "Quentin"])
  + [[["Ann", "_", "B-GPE"], ["hums", "INTJ", "B-EVENT"], ["tunes", "VERB", "I-EVENT"], [".", "PUNCT", "B-MISC"]]]

private func columns(_ sentences: [[[String]]]) -> String {
  sentences.map { $0.map { $0.joined(separator: " ") + "\n" }.joined() + "\n" }.joined()
}

private func jsonl(_ sentences: [[[String]]]) -> String {
  let labels = ["NOUN": "0", "VERB": "1", "PUNCT": "2", "INTJ": "3"]
  return sentences.map { sentence in
    func list(_ column: Int, _ text: (String) -> String) -> String {
      "[" + sentence.map { text($0[column]) }.joined(separator: ", ") + "]"
    }
    func quoted(_ text: String) -> String { "\"\(text)\"" }
    return "{\"words\": \(list(0, quoted)), \"p\": \(list(1) { labels[$0] ?? quoted($0) }), "
      + "\"entities\": \(list(2, quoted))}\n"
  }.joined()
}

private func write(to workspace: Workspace) throws {
  let names = ["Ann", "Rome", "Bob", "Zoë"]
  try workspace.write(columns(sentences(0..<30, names)), to: "train.txt")
  try workspace.write(columns(sentences(30..<40, names)), to: "dev.txt")
  try workspace.write(columns(sentences(40..<50, names)), to: "test.txt")
  try workspace.write(columns(wild), to: "wild.txt")
  try workspace.write(columns(Array(wild.reversed())), to: "held.txt")
  try workspace.write(jsonl(wild), to: "wild.jsonl")
  try workspace.write(jsonl(wild.reversed()), to: "held.jsonl")
}

/// The scores of the components of the plan's only variant, on the set called `set` or on their own test split.
private func scores(
  _ plan: Plan, on set: String?, in workspace: Workspace
) throws -> [String: ScoresFile.TaskScore] {
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  var found: [String: ScoresFile.TaskScore] = [:]
  for component in plan.variants[0].components {
    let stage = set == nil ? component.evaluate : component.sets.first { $0.name == set }?.evaluate
    guard let stage else { continue }
    for score in try decodeJSON(ScoresFile.self, store.read(.scores, of: stage), of: .scores).tasks {
      found[score.task] = score
    }
  }
  return found
}

/// Scores on a further set are those of an experiment whose test split has the same sentences, whatever format they are
/// in; and neither trains what the other has trained.
@Test(arguments: ["hard", "single"])
func aFurtherSetIsScoredLikeATestSplit(sharing: String) async throws {
  let workspace = try Workspace()
  try write(to: workspace)
  let sets = "evaluate: {wild: {dataset: wild}, held: {dataset: wild, split: dev, tasks: [ner]}}"
  let plain = try workspace.plan(specification(test: "test.txt", sharing: sharing))
  #expect(try await workspace.run(plain).0.failures.isEmpty)
  let own = try scores(plain, on: nil, in: workspace)

  // The sets alone are new.
  let with = try workspace.plan(specification(test: "test.txt", sets: sets, sharing: sharing))
  let (report, log) = try await workspace.run(with)
  #expect(report.failures.isEmpty)
  #expect(log.started.count == (sharing == "hard" ? 2 : 3))
  #expect(log.started.allSatisfy { $0.hasPrefix("evaluate_on.further.") })
  #expect(try scores(with, on: nil, in: workspace).mapValues(\.score) == own.mapValues(\.score))

  for (set, split, file) in [("wild", "test", "wild.txt"), ("held", "dev", "held.txt")] {
    let other = try workspace.plan(specification(test: file, sharing: sharing))
    let (report, log) = try await workspace.run(other)
    #expect(report.failures.isEmpty)
    #expect(log.started.allSatisfy { $0.hasPrefix("evaluate.further") })
    let expected = try scores(other, on: nil, in: workspace)
    let found = try scores(with, on: set, in: workspace)
    #expect(Set(found.keys) == (set == "wild" ? ["ner", "pos"] : ["ner"]))
    for (task, score) in found {
      #expect(score.split == split)
      #expect(score.score == expected[task]?.score, "\(set), \(task)")
      #expect(score.numbers == expected[task]?.numbers)
      #expect(score.counts == expected[task]?.counts)
    }
    // Something was learned, and what training lacks is an error.
    let f1 = try #require(found["ner"]?.score)
    #expect(f1 > 0 && f1 < 1)
  }
}

/// Tasks of one component of which a set has one, and derived layers, which every set has.
@Test func aSetMayHaveSomeTasksOfAComponent() async throws {
  let workspace = try Workspace()
  let text = tinySpecification(
    sharing: "hard",
    more: """
      evaluate:
        all: {dataset: other}
        own: {dataset: d}
        some: {dataset: other, split: train, tasks: [pp]}
      """
  ).replacing("datasets: {d:", with: "datasets: {other: {format: synthetic, sentences: {train: 9}, seed: 4}, d:")
  let plan = try workspace.plan(text)
  #expect(try await workspace.run(plan).0.failures.isEmpty)
  let own = try scores(plan, on: nil, in: workspace)
  let same = try scores(plan, on: "own", in: workspace)
  #expect(same.mapValues(\.score) == own.mapValues(\.score))
  #expect(same.mapValues(\.counts) == own.mapValues(\.counts))
  #expect(Set(try scores(plan, on: "all", in: workspace).keys) == ["ner", "pos", "pp"])
  let some = try scores(plan, on: "some", in: workspace)
  #expect(some.keys.sorted() == ["pp"] && some["pp"]?.split == "train")
}
