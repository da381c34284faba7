import Foundation
import TestSupport
import Testing

/// What a comparison of the specimen with itself under `settings` comes to, as a page and for programs.
private func comparison(under settings: [String], in folder: URL) throws -> (page: String, json: [String: Any]) {
  let arguments = ["diff", "s.yaml", "s.yaml"] + settings.flatMap { ["--set-new", $0] }
  let outcomes = try ["html", "json"].map { format in
    try CommandProcess(arguments + ["--format", format], in: folder).wait()
  }
  #expect(outcomes[0].status == outcomes[1].status && outcomes[0].output.hasPrefix("<!DOCTYPE html>"))
  return (outcomes[0].output, try members(outcomes[1]))
}

/// The figures of a page's tiles, by their names.
private func tiles(_ page: String) -> [String: String] {
  Dictionary(
    page.matches(of: /<dt>([^<]*)<\/dt><dd><b>([^<]*)<\/b>(?:<span>([^<]*)<\/span>)?/).map {
      (String($0.1), "\($0.2) \($0.3 ?? "")")
    }, uniquingKeysWith: { first, _ in first })
}

@Test func thePageOfAComparisonIsTheOneThatWasReviewed() throws {
  try withPageSpecimen { folder in
    let page = try comparison(under: ["training.epochs=2", "variants.hard={sharing: hard}"], in: folder).page
    let golden = pageGolden("diff.html")
    #expect(difference(of: visibleMarkup(of: page), fromGolden: golden) == nil)
  }
}

@Test(arguments: [
  ["pruning.rate.rounds=2"], ["training.epochs=3", "variants.sparse=none", "baseline=single"],
  ["variants.other={sharing: hard}"], ["sweep={seeds: [1, 2]}", "warmup.epochs=2"], ["variants.single.sharing=hard"],
])
func thePageHasTheCountsOfTheJSONForm(settings: [String]) throws {
  try withPageSpecimen { folder in
    let (page, json) = try comparison(under: settings, in: folder)
    let stages = try #require(json["stages"] as? [String: Any])
    let counts = stages.mapValues { $0 as? Int ?? 0 }
    let toRun = try #require(json["to_run"] as? [String: Any])
    let shown = tiles(page)
    #expect(shown["To run"] == "\(toRun["stages"] ?? "") of \(toRun["of"] ?? "") stages")
    #expect(
      shown["Stages"]
        == "\(counts["kept"] ?? 0) kept \(counts["changed"] ?? 0) changed, \(counts["new"] ?? 0) new, "
        + "\(counts["gone"] ?? 0) gone")
    for digest in try #require(json["digest"] as? [String: String]).values { #expect(page.contains(digest)) }

    let differences = try #require(stages["differences"] as? [[String: Any]])
    let listing = try #require(PageStages.listings(of: page).first)
    #expect(listing.names.flatMap(\.self).sorted() == differences.compactMap { $0["name"] as? String }.sorted())
    #expect(
      listing.identities.sorted()
        == differences.compactMap { ($0["new"] as? String) ?? ($0["old"] as? String) }.sorted())
    for (name, mark) in [("changed", "~"), ("new", "+"), ("gone", "−")] {
      let rows = groupRows(of: page).filter { $0[0].hasPrefix(mark) }
      #expect(rows.compactMap { Int($0[1]) }.reduce(0, +) == counts[name], "\(name)")
      #expect(rows.allSatisfy { $0[2].isEmpty == (name == "gone") }, "what is gone takes no time")
    }

    let causes = try #require(json["causes"] as? [[String: Any]])
    #expect(page.matches(of: /<li data-cause=/).count == causes.count)
    for cause in causes {
      #expect(plainText(page).contains(try #require(cause["path"] as? String)))
      if let new = cause["new"] as? String, cause["old"] is String { #expect(plainText(page).contains("→ \(new)")) }
    }
  }
}

@Test func equalSidesHaveAShortPage() throws {
  try withPageSpecimen { folder in
    let outcome = try sharespec("diff", "s.yaml", "s.yaml", "--format", "html", "-o", "d.html", in: folder)
    #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.errors)")
    let page = try String(contentsOf: folder.appending(path: "d.html"), encoding: .utf8)
    #expect(page.contains("Both mean the same: 2 variants") && !page.contains("<table"))
    let over = try sharespec("diff", "s.yaml", "s.yaml", "--format", "html", "-o", "s.yaml", in: folder)
    #expect(over.status == 2)
  }
}

@Test func aFileIsWrittenAsItsEndingSays() throws {
  try withPageSpecimen { folder in
    let starts = ["d.html": "<!DOCTYPE html>", "d.json": "{", "d.md": "#", "d.txt": "s.yaml → s.yaml"]
    for (name, start) in starts {
      let outcome = try sharespec(
        "diff", "s.yaml", "s.yaml", "--set-new", "training.epochs=9", "-o", name, in: folder)
      #expect(outcome.status == 1, "\(outcome.errors)")
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      #expect(text.hasPrefix(start), "\(name): \(text.prefix(40))")
    }
  }
}

@Test func foldersHaveOnePage() throws {
  try withPageSpecimen { folder in
    let script =
      "mkdir a b && cp s.yaml a/one.yaml && cp s.yaml a/two.yaml && cp a/one.yaml b/ && cp s.yaml b/three.yaml"
    try #require(CommandProcess([], in: folder, script: script).wait().status == 0)
    let outcome = try sharespec("diff", "a", "b", "--format", "html", in: folder)
    #expect(outcome.status == 1, "\(outcome.errors)")
    #expect(outcome.output.contains("3 experiments") && outcome.output.contains("2 differ."))
    #expect(try PageStages.listings(of: outcome.output).map(\.identities.isEmpty) == [true, false, false])
    #expect(outcome.output.matches(of: /<table class="stages" data-listing="(\d)"/).map { String($0.1) } == ["1", "2"])
  }
}
