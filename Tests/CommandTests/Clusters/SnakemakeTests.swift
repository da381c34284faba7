import Foundation
import Testing

extension EngineTests {
  /// Snakemake runs the quickstart, is killed on the way, and needs nobody's help afterwards.
  @Test func snakemakeRunsTheQuickstart() throws {
    guard let snakemake = try Snakemake(toTry: "whether Snakemake runs exported plans") else { return }
    try withFolder { folder in
      let export = try CommandProcess(
        ["export"] + SmallQuickstart.arguments + ["--to", "snakemake", "-o", "the workflow", "--store", "the store"],
        in: folder
      ).wait()
      try #require(export.status == 0, "\(export.errors)")
      let workflow = folder.appending(path: "the workflow")
      func start() throws -> CommandProcess {
        try snakemake.start("-s", "the workflow/Snakefile", "--cores", "2", in: folder)
      }

      let first = try start()
      #expect(try waits { (try? files(in: workflow.appending(path: "done")).count) ?? 0 >= 5 })
      first.kill()
      _ = first.status
      let second = try start()
      #expect(second.status == 0, "\(second.errors)")
      try SmallQuickstart.expectSameResults("the store", in: folder)

      // Neither what Snakemake remembers nor the marks are needed to know what is done.
      for leftover in [folder.appending(path: ".snakemake"), workflow.appending(path: ".snakemake")] {
        try? FileManager.default.removeItem(at: leftover)
      }
      try FileManager.default.removeItem(at: workflow.appending(path: "done"))
      let again = try snakemake.start("-s", "the workflow/Snakefile", "--cores", "2", "--dry-run", in: folder)
      let outcome = try again.wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(!(outcome.output + outcome.errors).contains("done/"), "\(outcome.output + outcome.errors)")

      // A result that has gone from the store is made again, mark or no mark.
      let scores = try #require(
        try String(contentsOf: workflow.appending(path: "stages.tsv"), encoding: .utf8).split(separator: "\n")
          .first { $0.hasSuffix("\tevaluate.hard") }?.prefix(64))
      try FileManager.default.createDirectory(
        at: workflow.appending(path: "done"), withIntermediateDirectories: true)
      try Data().write(to: workflow.appending(path: "done/\(scores)"))
      try FileManager.default.removeItem(
        at: folder.appending(path: "the store/stages/\(scores.prefix(2))/\(scores).json"))
      let third = try start()
      #expect(third.status == 0, "\(third.errors)")
      #expect(third.errors.contains("evaluate.hard"))
      try SmallQuickstart.expectSameResults("the store", in: folder)
    }
  }
}
