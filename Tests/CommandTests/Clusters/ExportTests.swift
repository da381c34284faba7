import Foundation
import Testing

/// Two variants and two cells of each, with names that shells and tables could take amiss.
private let awkward = """
  sharespec: 1
  name: "it's \\"awkward\\" $HOME"
  datasets: {d: {format: columns, files: {train: "a 'b'.txt", dev: "a 'b'.txt"}, columns: {token: 0, pos: 1}}}
  tasks: {"p o's": {dataset: d, column: pos, metric: accuracy}}
  base: {words: {dimension: 6}, encoder: {hidden: 4}}
  training: {epochs: 1}
  variants:
    "hard `x` | y": {sharing: hard}
    "a{b}\\\\c": {sharing: single, training: {epochs: 2}}
  sweep: {seeds: [1, 2]}

  """

@Suite struct ExportTests {
  private func withSpecification(_ body: (URL) throws -> Void) throws {
    try withFolder { folder in
      try awkward.write(to: folder.appending(path: "spec.yaml"), atomically: true, encoding: .utf8)
      try "the DT\ndog NN\n\na DT\ncat NN\n".write(
        to: folder.appending(path: "a 'b'.txt"), atomically: true, encoding: .utf8)
      try body(folder)
    }
  }

  /// The stages of an export, as its table names them: identity, file of the plan.
  private func table(_ folder: URL) throws -> [[String]] {
    try String(contentsOf: folder.appending(path: "out/stages.tsv"), encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }

  /// Runs the script that jobs of a workflow call.
  private func runStage(_ row: [String], program: String? = nil, in folder: URL) throws -> Outcome {
    let setting = program.map { "SHARESPEC='\($0)' " } ?? ""
    return try CommandProcess(
      [row[1], row[0], "1"], in: folder, script: "\(setting)exec bash out/stage.sh \"$@\""
    ).wait()
  }

  @Test func scriptsMayRunInAnyOrderAnyNumberOfTimes() throws {
    try withSpecification { folder in
      let export = try sharespec("export", "spec.yaml", "--to", "snakemake", "-o", "out", "--store", "s", in: folder)
      try #require(export.status == 0, "\(export.errors)")
      let rows = try table(folder)
      #expect(rows.count > 8)
      // Backwards, only what needs nothing can be done; then everything, and everything once more.
      let early = try rows.reversed().map { try runStage($0, in: folder).status }
      #expect(Set(early) == [0, 66])
      for _ in 1...2 { #expect(try rows.allSatisfy { try runStage($0, in: folder).status == 0 }) }
      #expect(try sharespec("run", "spec.yaml", "--store", "local", in: folder).status == 0)
      let expected = try StoreContents(of: folder.appending(path: "local"))
      #expect(try StoreContents(of: folder.appending(path: "s")).differences(from: expected) == [])
    }
  }

  @Test func scriptsSayWhatEndedAStage() throws {
    try withSpecification { folder in
      #expect(
        try sharespec("export", "spec.yaml", "--to", "snakemake", "-o", "out", "--store", "s", in: folder).status == 0)
      let row = try table(folder)[0]
      func end(_ command: String) throws -> Outcome {
        let program = folder.appending(path: "program")
        try "#!/bin/sh\n\(command)\n".write(to: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
        return try runStage(row, program: "./../program", in: folder)
      }
      #expect(try end("exit 1").status == 1)
      #expect(try end("exit 75").status == 75)
      // Ended by SIGTERM before it could answer.
      #expect(try end("exit 143").status == 75)
      let killed = try end("kill -KILL $$")
      #expect(killed.status == 137)
      #expect(killed.errors.contains("perhaps for lack of memory") && killed.errors.contains("--memory-factor"))
      let absent = try runStage(row, program: "./no such program", in: folder)
      #expect(absent.status == 1 && absent.errors.contains("no program './no such program'"), "\(absent.errors)")
    }
  }

  @Test func aDryRunPrintsCommandsAndSubmitsNothing() throws {
    try withSpecification { folder in
      let outcome = try sharespec(
        "submit", "spec.yaml", "--dry-run", "-o", "out", "--store", "s", "--partition", "a b", "--sbatch=--qos=it's",
        in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let commands = outcome.output.split(separator: "\n")
      #expect(commands.dropLast().allSatisfy { $0.hasPrefix("sbatch --parsable ") && $0.contains(" job.sh stages-") })
      #expect(commands.dropLast().allSatisfy { $0.contains("--partition=a\\ b --qos=it\\'s ") }, "\(outcome.output)")
      #expect(commands.last?.hasPrefix("scontrol release JOB0") == true)
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "s").path))
      // What waits for nothing is held until all is submitted; all else is cancelled if what it waits for fails.
      for command in commands.dropLast() {
        #expect(command.contains(" --hold ") != command.contains(" --kill-on-invalid-dep=yes "), "\(command)")
      }
    }
  }

  @Test func withoutSlurmNothingIsSubmitted() throws {
    try withSpecification { folder in
      let script = """
        mkdir bin && ln -s "$(command -v bash)" "$(command -v dirname)" bin && PATH=$PWD/bin exec "$0" "$@"
        """
      let outcome = try CommandProcess(["submit", "spec.yaml", "--store", "s"], in: folder, script: script).wait()
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("error: there is no sbatch here"), "\(outcome.errors)")
    }
  }

  /// A refusal in the middle takes back what was submitted before it.
  @Test func aRefusedSubmissionIsTakenBack() throws {
    try withSpecification { folder in
      let fakes = [
        "sbatch":
          #"n=$(($(cat n 2>/dev/null) + 1)); echo $n > n; [ $n -lt 3 ] && echo $n || { echo full >&2; exit 1; }"#,
        "scancel": #"echo "cancelled $*""#,
      ]
      for (name, text) in fakes {
        let file = folder.appending(path: name)
        try "#!/bin/sh\n\(text)\n".write(to: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
      }
      let outcome = try CommandProcess(
        ["submit", "spec.yaml", "--store", "s", "-o", "out"], in: folder, script: "PATH=$PWD:$PATH exec \"$0\" \"$@\""
      ).wait()
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("full\nerror: sbatch refused"), "\(outcome.errors)")
      #expect(outcome.output.contains("cancelled 1 2\n"), "\(outcome.output)")
    }
  }
}
