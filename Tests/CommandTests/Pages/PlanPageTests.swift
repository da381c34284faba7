import Foundation
import TestSupport
import Testing

/// Two variants with a few rounds of pruning, their settings one a line.
let pageSpecimen = """
  sharespec: 1
  name: specimen
  seed: 1
  datasets: {d: {format: synthetic, sentences: {train: 20, dev: 5, test: 5}}}
  tasks:
    pos: {dataset: d, column: pos, metric: accuracy}
    ner: {dataset: d, column: ner, metric: span_f1, scheme: bio2}
  base: {words: {dimension: 6}, encoder: {hidden: 4}}
  sharing: sparse
  pruning: {rate: {final: 0.5, rounds: 3}, epochs: 1}
  warmup: {epochs: 1}
  training: {epochs: 1}
  variants: {single: {sharing: single}, sparse: {}}
  baseline: single

  """

func withPageSpecimen(_ body: (URL) throws -> Void) throws {
  try withFolder { folder in
    try pageSpecimen.write(to: folder.appending(path: "s.yaml"), atomically: true, encoding: .utf8)
    try body(folder)
  }
}

@Test func thePageOfAPlanIsTheOneThatWasReviewed() throws {
  try withPageSpecimen { folder in
    let page = try sharespec("plan", "s.yaml", "--max-hours", "1", "--format", "html", in: folder)
    #expect(page.status == 0 && page.output.hasPrefix("<!DOCTYPE html>"), "\(page.errors)")
    let golden = pageGolden("plan.html")
    #expect(difference(of: visibleMarkup(of: page.output), fromGolden: golden) == nil)
  }
}

/// The page has the stages of the plan, under the names that its JSON gives them, each once.
@Test(arguments: ["", "sweep={seeds: [1, 2, 3]}", "sweep={product: {training.batch: [5, 10]}, variants: [sparse]}"])
func thePageHasTheStagesOfThePlan(sweep: String) throws {
  try withPageSpecimen { folder in
    let settings = sweep.isEmpty ? [] : ["--set", sweep]
    func plan(_ format: String) throws -> String {
      try CommandProcess(["plan", "s.yaml", "--format", format] + settings, in: folder).wait().output
    }
    let page = try plan("html")
    let json = try #require(JSONSerialization.jsonObject(with: Data(plan("json").utf8)) as? [String: Any])
    let stages = try #require(json["stages"] as? [[String: Any]])
    let listing = try #require(PageStages.listings(of: page).first)
    #expect(listing.names.flatMap(\.self).sorted() == stages.compactMap { $0["name"] as? String }.sorted())
    #expect(listing.identities.sorted() == stages.compactMap { $0["fingerprint"] as? String }.sorted())
    // The rows are those of the summary, with the same counts, times and reasons.
    let rows = groupRows(of: page)
    #expect(rows.map { $0[1] } == listing.names.map { "\($0.count)" })
    let summary = try plan("summary").split(separator: "\n").map { $0.split(separator: /\s{2,}/).map(String.init) }
    for row in rows { #expect(summary.contains([row[0], row[1], row[2], row[5]]), "\(row)") }
    #expect(page.contains("\(stages.count) stages for"))
    #expect(try plan("html") == page)
  }
}

@Test func thePageSaysWhyGroupsAreRun() throws {
  try withPageSpecimen { folder in
    try #require(sharespec("run", "s.yaml", "--store", "s", in: folder).status == 0)
    let done = try sharespec("plan", "s.yaml", "--store", "s", "--format", "html", in: folder).output
    #expect(done.contains("Nothing to run") && done.contains("; 0 to run,"))
    #expect(groupRows(of: done).allSatisfy { $0[0].hasPrefix("✓") && $0[5] == "in the store" })
    let changed = try sharespec(
      "plan", "s.yaml", "--store", "s", "--set", "training.epochs=2", "-o", "plan.html", in: folder)
    #expect(changed.status == 0, "\(changed.errors)")
    let page = try String(contentsOf: folder.appending(path: "plan.html"), encoding: .utf8)
    let rows = groupRows(of: page)
    #expect(rows.contains { $0[0] == "train.*" && $0[5] == "training.epochs 1 → 2" })
    #expect(rows.contains { $0[0] == "evaluate.*" && $0[5] == "reads from train.*, which changed" })
    #expect(rows.contains { $0[0] == "✓round.*.k" && $0[1] == "8" && $0[2].isEmpty })
    #expect(rows.prefix { !$0[0].hasPrefix("✓") }.count == rows.count { !$0[0].hasPrefix("✓") })
  }
}

@Test func aPageLoadsNothing() throws {
  try withPageSpecimen { folder in
    let page = try sharespec("plan", "s.yaml", "--format", "html", in: folder).output
    let policy = try #require(page.firstMatch(of: /http-equiv="Content-Security-Policy" content="([^"]*)"/))
    #expect(policy.1.contains("default-src &#39;none&#39;") && !policy.1.contains("unsafe"))
    #expect(page.matches(of: /\bhttps?:[^' ]*/).map { String($0.0) } == ["http://www.w3.org/2000/svg"])
    #expect(!page.contains(/\sstyle="|\son[a-z]+="/))
    #expect(page.matches(of: /\s(?:src|href)="([^"]*)"/).map { String($0.1) } == ["data:,"])
  }
}
