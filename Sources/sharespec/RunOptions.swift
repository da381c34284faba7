import ArgumentParser
import Files
import Running
import Store

/// Where a run keeps what it comes to, finished and unfinished.
struct RunOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The directory that results are kept in.", valueName: "dir"), completion: .directory)
  var store = ".sharespec"

  @Option(
    help: ArgumentHelp(
      "How often a stage that trains leaves a checkpoint within an epoch; 0 for every step.", valueName: "seconds"))
  var checkpointEvery = 60.0

  func validate() throws {
    guard (0...1e6).contains(checkpointEvery) else {
      throw ValidationError("--checkpoint-every takes a number of seconds, from 0 to 1000000.")
    }
    if store.isEmpty { throw ValidationError("--store takes the path of a directory.") }
  }
}

extension RunVoice {
  /// Runs `run` over the store at `path`, reporting to all observers: people, logs, `curves`, and the files that
  /// `status` and `logs` read. `stop` also ends the wait for a store that another process clears.
  func telling(
    _ curves: CurveFiles?, ofRunOver path: String, until stop: StopSwitch,
    _ run: (ArtifactStore, RunObservers) async throws(FileFailure) -> RunReport
  ) async throws(FileFailure) -> RunReport {
    let observers = self.observers
    let store: ArtifactStore
    do throws(FileFailure) {
      store = try ArtifactStore(at: path) { notice in
        observers.forEach { $0.observe(.store(notice)) }
      } isStopped: {
        stop.isOn
      }
    } catch {
      guard error.isInterruption else { throw error }
      display?.end()
      return .stoppedBeforeItBegan
    }
    let report: RunReport
    do throws(FileFailure) {
      report = try await run(
        store,
        RunObservers(
          observers + [curves].compactMap(\.self) + [StageLogWriter(store.layout), RunFile(store.layout)]))
    } catch {
      display?.end()
      throw error
    }
    display?.end()
    if let curves, curves.isIncomplete {
      notice("warning: some curves could not be written to '\(curves.folder)'")
    }
    return report
  }
}
