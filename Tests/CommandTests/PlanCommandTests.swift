import Foundation
import Testing

private func write(_ text: String, to name: String, in folder: URL) throws {
  try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
}

/// A folder with a specification over files, and the files.
private func withFiles(_ body: (URL) throws -> Void) throws {
  try withFolder { folder in
    try write(columns, to: "files.yaml", in: folder)
    try write("a X\nb Y\n\nb Y\na X\n", to: "train.txt", in: folder)
    try write("a X\nb Y\n", to: "dev.txt", in: folder)
    try body(folder)
  }
}

@Test func planningNeedsNoDataAndChangesNothing() throws {
  try withFolder { folder in
    try write(columns, to: "files.yaml", in: folder)
    let outcome = try sharespec("plan", "files.yaml", in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("note: missing data: 'train.txt', 'dev.txt' [E0601]"))
    #expect(outcome.errors.split(separator: "note:").count == 2, "missing data is one note")
    #expect(outcome.output.contains("never run"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["files.yaml"])
    let run = try sharespec("run", "files.yaml", in: folder)
    #expect(run.status == 1)
    #expect(run.errors.contains("error: there is no file 'train.txt' [E0601]"))
  }
}

@Test func theExitCodeTellsWhetherThereIsWork() throws {
  try withFiles { folder in
    #expect(try sharespec("plan", "files.yaml", "--detailed-exitcode", in: folder).status == 2)
    #expect(try sharespec("run", "files.yaml", in: folder).status == 0)
    let done = try sharespec("plan", "files.yaml", "--detailed-exitcode", in: folder)
    #expect(done.status == 0)
    #expect(done.output.contains("nothing to run"))
    let changed = try sharespec("plan", "files.yaml", "--detailed-exitcode", "--set", "training.epochs=2", in: folder)
    #expect(changed.status == 2)
    #expect(changed.output.contains("training.epochs 1 → 2\n"))
    #expect(changed.output.contains("reads from train.*, which changed\n"))
    let all = try sharespec("plan", "files.yaml", "--all", "--set", "training.epochs=2", in: folder).output
    #expect(all.contains("train.deep") && all.contains("epochs 1 → 2\n"))
    #expect(all.contains("reads from train.deep, which changed\n"))
    let wrong = try sharespec("plan", "files.yaml", "--detailed-exitcode", "--set", "training.epoch=2", in: folder)
    #expect(wrong.status == 1)
  }
}

@Test func aPlanOfManyCellsIsShort() throws {
  try withFiles { folder in
    let sweep = "sweep={seeds: [\((1...200).map(String.init).joined(separator: ", "))]}"
    let text = try sharespec("plan", "files.yaml", "--set", sweep, in: folder).output
    let lines = text.split(separator: "\n")
    #expect(lines.count < 30, "\(text)")
    #expect(text.contains("(200 cells)"))
    #expect(!text.contains("~"), "there are parts of fingerprints")
    let all = try sharespec("plan", "files.yaml", "--all", "--set", sweep, in: folder).output
    #expect(all.split(separator: "\n").count > 1000)
  }
}

/// What is read changes with the data, and so does the reason.
@Test func aChangedFileIsTheReason() throws {
  try withFiles { folder in
    #expect(try sharespec("run", "files.yaml", in: folder).status == 0)
    try write("a X\nb Y\n\nb Y\na Y\n", to: "train.txt", in: folder)
    #expect(try sharespec("plan", "files.yaml", in: folder).output.contains("train.txt changed\n"))
  }
}

@Test(arguments: ["plan.json", "plan.txt"])
func aSavedPlanIsAContract(name: String) throws {
  try withFiles { folder in
    #expect(try sharespec("plan", "files.yaml", "-o", name, in: folder).status == 0)
    let run = try sharespec("run", name, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let direct = try sharespec("run", "files.yaml", in: folder)
    #expect(direct.errors.hasPrefix("all "), "the plan ran what the specification wants")
    try write("a X\n", to: "dev.txt", in: folder)
    let drifted = try sharespec("run", name, in: folder)
    #expect(drifted.status == 1)
    #expect(drifted.output.isEmpty)
    #expect(drifted.errors.contains("/dev.txt' has changed since the plan was made [E0603]"))
    #expect(!drifted.errors.contains("train.txt' has changed"))
    try FileManager.default.removeItem(at: folder.appending(path: "train.txt"))
    let both = try sharespec("run", name, in: folder)
    #expect(both.errors.contains("there is no file 'train.txt' [E0601]"))
    #expect(both.errors.contains("2 errors"))
  }
}

@Test func aPlanMadeWithoutDataDoesNotRun() throws {
  try withFiles { folder in
    try FileManager.default.removeItem(at: folder.appending(path: "dev.txt"))
    #expect(try sharespec("plan", "files.yaml", "-o", "plan.json", in: folder).status == 0)
    try write("a X\n", to: "dev.txt", in: folder)
    let outcome = try sharespec("run", "plan.json", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("the plan was made without 'dev.txt' [E0604]"))
  }
}

@Test func aPlanThatWasChangedByHandIsRefused() throws {
  try withFiles { folder in
    let text = try sharespec("plan", "files.yaml", "--format", "text", in: folder).output
    try write(text.replacing("batch = 10", with: "batch = 20"), to: "changed.plan", in: folder)
    let outcome = try sharespec("run", "changed.plan", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("[E0508]"))
    let overridden = try sharespec("run", "changed.plan", "--set", "seed=2", in: folder)
    #expect(overridden.errors.contains("[E0605]"))
    // What plans do not tell is asked of specifications.
    let misplaced = try sharespec("report", "changed.plan", in: folder)
    #expect(misplaced.status == 1 && misplaced.errors.contains("'changed.plan' is a saved plan"), "\(misplaced.errors)")
    #expect(misplaced.errors.contains("[E0606]"))
  }
}

@Test func theTextOfAPlanIsItsOwnPlan() throws {
  try withFiles { folder in
    for format in ["text", "json", "dot", "mermaid"] {
      let first = try sharespec("plan", "files.yaml", "--format", format, in: folder).output
      try write(first, to: "saved", in: folder)
      guard format == "text" || format == "json" else { continue }
      #expect(try sharespec("plan", "saved", "--format", format, in: folder).output == first)
    }
  }
}

@Test func passesCanBePrinted() throws {
  try withFiles { folder in
    func count(_ pass: String) throws -> Int {
      let outcome = try sharespec("plan", "files.yaml", "--after", pass, in: folder)
      #expect(outcome.status == 0)
      return outcome.output.split(separator: "\n").count { $0.hasPrefix("stage ") }
    }
    let wanted = try count("lower")
    let merged = try count("merge")
    #expect(wanted == 12)
    // With one task, sharing all and sharing nothing are the same work.
    #expect(merged == 7)
    #expect(try count("drop") == merged)
    #expect(try count("order") == merged)
    #expect(try sharespec("plan", "files.yaml", "--after", "cost", in: folder).output.contains("train.hard"))
    #expect(try sharespec("plan", "files.yaml", "--after", "magic", in: folder).status != 0)
  }
}

@Test func graphsAreDrawnForSeveralTools() throws {
  try withFiles { folder in
    #expect(try sharespec("graph", "files.yaml", in: folder).output.hasPrefix("digraph \"files\" {\n"))
    let mermaid = try sharespec("graph", "files.yaml", "--format", "mermaid", in: folder).output
    #expect(mermaid.hasPrefix("flowchart LR\n  s0[\"vocabulary\"]\n"))
    let svg = try sharespec("graph", "files.yaml", "--format", "svg", "-o", "plan.svg", in: folder)
    if svg.status == 0 {
      #expect(try String(contentsOf: folder.appending(path: "plan.svg"), encoding: .utf8).contains("<svg"))
    } else {
      #expect(svg.errors.contains("apt-get install graphviz"))
    }
  }
}

@Test func theNewCommandsHaveHelpWithExamples() throws {
  for subcommand in ["plan", "graph", "compile"] {
    let outcome = try sharespec(subcommand, "--help")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("EXAMPLES"))
  }
}
