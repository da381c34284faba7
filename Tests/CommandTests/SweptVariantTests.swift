import Foundation
import Testing

/// A specification whose variant 'swept' has two cells.
private let specification =
  tinySpecification + """
    variants: {plain: {base: {encoder: {hidden: 5}}}, swept: {sharing: single}}
    sweep: {variants: [swept], seeds: [1, 2]}

    """

/// Runs `body` in a folder where the specification has been run, which `run` is given once for all commands.
private func withSweptRun(_ body: (URL) throws -> Void) throws {
  try withFolder { folder in
    try folder.write(specification, to: "swept.yaml")
    let run = try sharespec("run", "swept.yaml", "--variant", "swept", "--format", "json", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let names = try #require(members(run)["variants"] as? [[String: Any]]).compactMap { $0["name"] as? String }
    #expect(names == ["swept@seed=1", "swept@seed=2"])
    try body(folder)
  }
}

/// The name of a swept variant means all of its cells to every command that takes variants.
@Test func theNameOfASweptVariantMeansItsCells() throws {
  try withSweptRun { folder in
    func output(_ arguments: String...) throws -> String {
      let outcome = try CommandProcess(arguments, in: folder).wait()
      #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
      return outcome.output
    }
    #expect(try output("plan", "swept.yaml", "--variant", "swept").contains(" for 2 variants; 0 to run"))
    #expect(try output("plan", "swept.yaml", "--variant", "swept@seed=2").contains(" for 1 variant; 0 to run"))
    #expect(try output("status", "swept.yaml", "--variant", "swept").contains("tiny: 7 of 7 stages done"))
    #expect(try output("explain", "swept.yaml", "swept").contains("in 1 of 2 cells of 'swept'") == false)
    #expect(try output("render", "swept.yaml", "--variant", "swept").contains("\nvariants:\n  swept:"))
    #expect(try output("mask", "show", "swept.yaml", "--variant", "swept").contains("swept@seed=2:pos"))
    #expect(try output("report", "swept.yaml", "--variant", "swept", "--format", "json").contains("plain") == false)
    #expect(try output("graph", "swept.yaml", "--variant", "swept").contains("plain") == false)
    _ = try output("store", "export", "swept", "--spec", "swept.yaml", "-o", "out")
    let folders = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "out").path)
    #expect(folders.count { $0.hasPrefix("train.swept@seed=") } == 2)
    _ = try output("export", "swept.yaml", "--variant", "swept", "--to", "snakemake", "-o", "flow")
  }
}

/// A command that takes one variant says that several are meant, and which.
@Test func aCommandOfOneVariantAsksWhichCellIsMeant() throws {
  try withSweptRun { folder in
    for command in [["predict", "swept.yaml", "--task", "pos"], ["weights", "export", "swept.yaml"]] {
      let outcome = try CommandProcess(command + ["--variant", "swept"], in: folder, input: "a b\n").wait()
      #expect(outcome.status == 1)
      #expect(
        outcome.errors == """
          error: 'swept' means 2 variants of 'swept.yaml', and this command takes one
             = help: name one of its cells: 'swept@seed=1', 'swept@seed=2'

          """)
    }
    for command in ["run", "plan", "status", "render"] {
      let outcome = try sharespec(command, "swept.yaml", "--variant", "sewpt", in: folder)
      #expect(outcome.status == 1)
      #expect(
        outcome.errors == "error: 'swept.yaml' has no variant 'sewpt'\n   = help: did you mean 'swept'?\n")
    }
    #expect(try sharespec("run", "swept.yaml", "--variant", "swept@", in: folder).status == 1)
  }
}

/// A saved plan keeps which variant each cell is of.
@Test func aSavedPlanKnowsTheCellsOfAVariant() throws {
  try withFolder { folder in
    try folder.write(specification + "  # names of their own\n", to: "swept.yaml")
    let name = ["--set", "sweep.name=s{seed}"]
    for file in ["plan.json", "plan.plan"] {
      let saved = try CommandProcess(["plan", "swept.yaml", "-o", file] + name, in: folder).wait()
      #expect(saved.status == 0, "\(saved.errors)")
      let outcome = try sharespec("plan", file, "--variant", "swept", in: folder)
      #expect(outcome.output.contains(" for 2 variants;"), "\(outcome.output)\(outcome.errors)")
    }
  }
}
