import ArgumentParser
import Diagnostics
import Files
import Planning
import Reporting
import Running
import Store
import Text

/// `sharespec logs`: what a stage has said.
struct Logs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what a stage has said: its start, epochs with losses and scores, warnings, end, and why it failed.",
    discussion: """
      Logs are kept with the store, for stages that are done, that failed and that are under way; every attempt adds to \
      them. A stage is called by the beginning of its identity, by its name, or by a part of its name that no other has; of \
      several of the same name the one is shown that has said something last.

      EXAMPLES
        sharespec logs train.sparse
        sharespec logs 3fa9c2d1 --store /scratch/me
      """)

  @Argument(help: ArgumentHelp("The beginning of a stage's identity, or its name.", valueName: "stage"))
  var stage: String

  @OptionGroup var options: StoreOptions

  func run() throws {
    let store = try options.inspection()
    let logs = try orExit { () throws(FileFailure) in try store.logs() }
    try options.noteNewerFiles([.log], in: store)
    switch logs.stage(called: stage) {
    case .found(let log): try writeResult(log.lines.joined(separator: "\n"))
    case .ambiguous(let candidates):
      guard let last = lastOfSameName(candidates) else {
        throw options.ambiguous(stage, candidates, about: lastWords)
      }
      try writeResult(last.lines.joined(separator: "\n"))
    case .unknown(let similar):
      throw failure(
        "no stage that is called '\(stage)' has said anything in '\(options.store)'",
        notes: candidates(similar, about: lastWords),
        help: similar.isEmpty ? "there are logs of \(counted(logs.count, "stage"))\(examples(logs))" : nil)
    }
  }

  private func lastWords(_ log: StageLog) -> String { ", last \(log.lastTime)" }

  /// The one of `candidates` that has said something last, if all are called `stage`; the others are noted.
  private func lastOfSameName(_ candidates: [StageLog]) -> StageLog? {
    guard candidates.allSatisfy({ $0.label == stage }) else { return nil }
    let last = candidates.max { $0.lastTime < $1.lastTime }
    let others = candidates.filter { $0.stage != last?.stage }.map(\.stage.digest.short)
    writeToStandardError(
      "note: \(counted(others.count, "other stage")) \(others.count == 1 ? "is" : "are") called '\(stage)': "
        + "\(shortList(others))\n")
    return last
  }

  private func examples(_ logs: [StageLog]) -> String {
    logs.isEmpty ? "" : ", such as \(shortList(logs.prefix(5).map(\.label)))"
  }
}
