import Foundation
import Testing

/// An experiment whose two systems differ surely: one learns nothing.
private let specimen = """
  sharespec: 1
  name: specimen
  seed: 1
  datasets: {d: {format: synthetic, sentences: {train: 60, dev: 20, test: 60}}}
  tasks:
    pos: {dataset: d, column: pos, metric: accuracy}
    chunk: {dataset: d, column: chunk, metric: span_f1, scheme: bio2}
  base: {words: {dimension: 12}, encoder: {hidden: 8}}
  sharing: hard
  training: {epochs: 3}
  variants:
    learns: {}
    idles: {training: {optimizer: {kind: sgd, learning_rate: 0.000001}}}
  baseline: idles
  sweep: {seeds: [1, 2, 3]}

  """

private func withSpecimen(claims: String = "", report: String = "", _ body: (URL) throws -> Void) throws {
  try withFolder { folder in
    try (specimen + claims + report).write(to: folder.appending(path: "s.yaml"), atomically: true, encoding: .utf8)
    try body(folder)
  }
}

@Suite struct VerifyCommandTests {
  @Test func claimsAreDecidedFromResults() throws {
    let claims = """
      claims:
        better: {better: learns, than: idles}
        much: {better: learns, than: idles, by: 1, score: pos}

      """
    try withSpecimen(claims: claims) { folder in
      let before = try sharespec("verify", "s.yaml", in: folder)
      #expect(before.status == 3 && before.output.contains("undecided: better\n"), "\(before.output)\(before.errors)")
      #expect(before.output.contains("no outcomes of 'learns@seed=1' in the store"), "\(before.output)")
      try #require(try sharespec("run", "s.yaml", in: folder).status == 0)
      let supported = try sharespec("verify", "s.yaml", in: folder)
      #expect(supported.status == 0, "\(supported.output)")
      #expect(supported.output.hasPrefix("specimen: 2 claims, 2 supported\n"), "\(supported.output)")
      // Other claims about the same results rerun nothing.
      let open = try sharespec(
        "verify", "s.yaml", "--set", "claims.much={better: learns, than: idles, by: 99}", in: folder)
      #expect(open.status == 2 && open.output.contains("refuted: much\n"), "\(open.output)\(open.errors)")
      let single = try sharespec(
        "verify", "s.yaml", "--set", "claims.much={better: learns@seed=1, than: idles@seed=1}", in: folder)
      #expect(single.status == 3 && single.output.contains("other seeds may differ"), "\(single)")
      let json = try sharespec("verify", "s.yaml", "--format", "json", in: folder)
      let verdicts = try #require(
        (JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])?["claims"] as? [[String: Any]])
      #expect(verdicts.map { $0["decision"] as? String } == ["supported", "supported"])
      let finding = try #require((verdicts[1]["findings"] as? [[String: Any]])?.first)
      let interval = try #require(finding["interval"] as? [Double])
      let difference = try #require(finding["difference"] as? Double)
      #expect(interval[0] > 1 && interval[0] < difference && difference < interval[1])
      // The difference is that of the table.
      let table = try sharespec("run", "s.yaml", "--format", "json", in: folder)
      #expect(table.output.contains("\"delta\": \(difference)") || table.output.contains("\"delta\":\(difference)"))
      let again = try sharespec("verify", "s.yaml", "--format", "json", in: folder)
      #expect(again.output == json.output)
    }
  }

  @Test func aSpecificationWithoutClaimsIsRefused() throws {
    try withSpecimen { folder in
      let outcome = try sharespec("verify", "s.yaml", in: folder)
      #expect(outcome.status == 1 && outcome.errors.contains("'s.yaml' has no claims"), "\(outcome.errors)")
    }
  }

  /// Stars, intervals and verdicts stand in every format.
  @Test func reportsTellWhatIsSignificant() throws {
    let claims = "claims: {better: {better: learns, than: idles}}\n"
    let report = """
      report:
        scores: {show: scores, significance: {resamples: 1000}}
        gains: {show: relatedness, significance: {test: randomization, resamples: 1000}}
        order: {show: scores, significance: {test: aso, resamples: 1000}}
        claims: {show: claims}

      """
    try withSpecimen(claims: claims, report: report) { folder in
      let empty = try sharespec("report", "s.yaml", "--format", "markdown", in: folder)
      #expect(empty.status == 0 && !empty.output.contains("\\*:"), "\(empty.output)")
      try #require(try sharespec("run", "s.yaml", in: folder).status == 0)
      let markdown = try sharespec("report", "s.yaml", "--format", "markdown", in: folder).output
      #expect(markdown.contains(/\| learns \| \*\*[\d.]+ ±[\d.]+\*\* \| \+[\d.]+\\\* \\\[\+[\d.]+, \+[\d.]+\\\]/))
      #expect(
        markdown.contains("by the bootstrap over sentences, and over seeds if there are several (1,000 resamples)"))
      #expect(markdown.contains("by approximate randomization over sentences (1,000 exchanges)"))
      #expect(markdown.contains("almost stochastic order over seeds"))
      #expect(markdown.contains("| supported |"), "\(markdown)")
      let latex = try sharespec("report", "s.yaml", "--format", "latex", in: folder).output
      #expect(latex.contains("$^{{*}}${\\scriptsize\\ {[}+") && latex.contains("& supported \\\\"), "\(latex)")
      let html = try sharespec("report", "s.yaml", "--format", "html", in: folder).output
      #expect(html.contains(/<span class="v">\+[\d.]+\*<\/span><span class="d"> \[\+[\d.]+, \+[\d.]+\]<\/span>/))
      let json = try sharespec("report", "s.yaml", "--format", "json", in: folder).output
      #expect(json.contains("\"significant\": true") && json.contains("\"p_value\": 0.0"))
      #expect(try sharespec("report", "s.yaml", "--format", "json", in: folder).output == json)
    }
  }

  /// A plan tells what its seeds can tell once there are runs, and what more of them cost.
  @Test func plansTellWhatSeedsCanTell() throws {
    try withSpecimen { folder in
      let before = try sharespec("plan", "s.yaml", "--detect", "1", in: folder)
      #expect(before.status == 0 && !before.output.contains("seeds detect"), "\(before)")
      try #require(try sharespec("run", "s.yaml", in: folder).status == 0)
      let usual = try sharespec("plan", "s.yaml", in: folder).output
      #expect(usual.contains(/smallest difference to 'idles' that the planned seeds detect \(level 5 %/))
      #expect(usual.contains(/learns +3 +\d+\.\d\d +\d+\.\d\d +\d+\.\d\d\n?/), "\(usual)")
      #expect(!usual.contains("seeds that detect"))
      let more = try sharespec(
        "plan", "s.yaml", "--detect", "1", "--set", "sweep.seeds=[1, 2, 3, 4, 5]", in: folder)
      #expect(more.output.contains("seeds that detect a difference of 1 to 'idles' (level 5 %)"), "\(more)")
      #expect(more.output.contains(/learns +5 +\d+\.\d\d/), "\(more.output)")
      #expect(try CommandProcess(["plan", "s.yaml", "--detect", "0"], in: folder).wait().status == 64)
      // A saved plan knows which of its variants differ only in their seeds.
      try #require(try sharespec("plan", "s.yaml", "-o", "saved.json", in: folder).status == 0)
      let saved = try sharespec("plan", "saved.json", in: folder).output
      #expect(saved.contains(/learns +3 +\d+\.\d\d +\d+\.\d\d +\d+\.\d\d\n?/), "\(saved)")
      let table = try sharespec("run", "saved.json", in: folder).output
      #expect(table.contains("up to 3 seeds") && !table.contains("seed="), "\(table)")
    }
  }

  /// Reports tell what training took, and where systems were not trained alike.
  @Test func reportsTellWhatTrainingTook() throws {
    try withSpecimen { folder in
      try #require(try sharespec("run", "s.yaml", in: folder).status == 0)
      let alike = try sharespec("report", "s.yaml", "--format", "markdown", in: folder).output
      #expect(alike.contains("## Training effort") && !alike.contains("different numbers of updates"), "\(alike)")
      // 60 sentences in batches of 10, for three epochs, are 9 updates for each of two tasks.
      #expect(alike.contains(/\| learns \| 18 \| [123]\.\d \| 18 \| [123]\.\d \| \d+ \| \d+ \|/), "\(alike)")
      let unequal = try sharespec(
        "report", "s.yaml", "--format", "markdown", "--set", "variants.learns.training.epochs=6", in: folder
      ).output
      #expect(
        unequal.contains(
          "Systems make different numbers of updates (warmup included): pos 18 (idles) to 36 (learns), chunk 18"))
    }
  }
}
