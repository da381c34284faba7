import Foundation
import Testing

private let specification = tinySpecification + "budget: {hours: 0.00001, memory: 8 GB, disk: 20GB}\n"

/// A command that would begin more than the budget allows says so at the budget, and does nothing.
@Test func whatIsBeyondTheBudgetIsNotBegun() throws {
  try withFolder { folder in
    try folder.write(specification, to: "tiny.yaml")
    for command in [["run"], ["submit", "--dry-run"], ["export", "--to", "slurm", "-o", "jobs"]] {
      let outcome = try CommandProcess(command + ["tiny.yaml"], in: folder).wait()
      #expect(outcome.status == 1)
      #expect(outcome.errors.hasPrefix("tiny.yaml:8:17: error: the stages to run take "), "\(outcome.errors)")
      #expect(outcome.errors.contains("and the budget is 1e-05 h [E0701]\n"))
      #expect(outcome.errors.contains("note: costliest: "))
      #expect(outcome.errors.contains("--max-hours"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["tiny.yaml"])
  }
}

@Test func optionsComeBeforeTheBudgetOfTheFile() throws {
  try withFolder { folder in
    try folder.write(specification, to: "tiny.yaml")
    let small = try sharespec("run", "tiny.yaml", "--max-hours", "1", "--max-disk", "1kB", in: folder)
    #expect(small.status == 1)
    #expect(small.errors.hasPrefix("<command line>:1:12: error: the stages to run store "), "\(small.errors)")
    let memory = try sharespec("run", "tiny.yaml", "--max-hours", "1", "--max-memory", "0.5 MB", in: folder)
    #expect(memory.errors.contains("error: the largest stage to run needs "), "\(memory.errors)")
    let run = try sharespec("run", "tiny.yaml", "--max-hours", "1", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    // Nothing is left to run, so nothing is beyond the file's budget.
    #expect(try sharespec("run", "tiny.yaml", in: folder).status == 0)
  }
}

@Test func thePlanShowsWhatIsLeftOfTheBudget() throws {
  try withFolder { folder in
    try folder.write(specification, to: "tiny.yaml")
    func table(_ arguments: String...) throws -> [Substring] {
      let outcome = try CommandProcess(["plan"] + arguments, in: folder).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output.split(separator: "\n").drop { !$0.hasPrefix("budget") }.dropFirst(2).map(\.self)
    }
    let lines = try table("tiny.yaml")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("time ") && lines[0].contains("beyond the budget: "), "\(lines)")
    #expect(lines[1].contains(" 8 GB ") && lines[1].hasSuffix("within"), "\(lines)")
    #expect(try table("tiny.yaml", "--max-hours", "2")[0].contains(" 2 h "))
    #expect(try table("tiny.yaml", "--set", "budget=none").isEmpty)
    #expect(try table("tiny.yaml", "--set", "budget=none", "--max-disk", "1 TB").count == 1)
    // So do the files of a compilation, whether they hold their stages or refer to them.
    try folder.write(specification + "variants: {hard: {sharing: hard}, single: {sharing: single}}\n", to: "two.yaml")
    for options in [[], ["--full"], ["--format", "text"]] {
      let compiled = try CommandProcess(["compile", "two.yaml", "-o", "plans"] + options, in: folder).wait()
      #expect(compiled.status == 0, "\(compiled.errors)")
      let suffix = options.contains("text") ? "plan" : "json"
      for file in ["plans/two.\(suffix)", "plans/two/hard.\(suffix)"] {
        #expect(try table(file).first?.contains(" 1e-05 h ") == true, "\(file) \(options)")
        #expect(try sharespec("run", file, in: folder).errors.contains("[E0701]"))
      }
    }
    // A saved plan keeps it, options included.
    for file in ["plan.json", "plan.plan"] {
      _ = try table("tiny.yaml", "--max-hours", "0.00002", "-o", file)
      #expect(try table(file).first?.contains(" 2e-05 h ") == true)
      let run = try sharespec("run", file, in: folder)
      #expect(run.status == 1 && run.errors.contains("\(file):"), "\(run.errors)")
    }
    let columns = specification.replacing(
      "{format: synthetic, sentences: {train: 20, dev: 5, test: 5}}",
      with: "{format: columns, files: {train: no.txt}, columns: {token: 0, pos: 1}}")
    try folder.write(columns, to: "away.yaml")
    #expect(try table("away.yaml", "--max-hours", "40")[0].contains("undecided: "))
  }
}

@Test func aSizeThatIsNoneIsRefused() throws {
  let outcome = try sharespec("plan", "specs/quickstart.yaml", "--max-memory", "8 gigs")
  #expect(outcome.status == 64)
  #expect(outcome.errors.contains("expected a size such as '8 GB', found '8 gigs'; did you mean '8 GB'?"))
}
