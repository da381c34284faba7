import Dispatch
package import Files
import Glibc
import Planning
package import Store
import Synchronization
import Text

/// Tells other processes of this one's run: `runs/<name>.json`, written at most once a second, which counts as long as
/// the process holds the lock beside it.
package final class RunFile: RunObserver {
  private let layout: StoreLayout
  private let files: UncheckedFiles
  private let name = uniqueName()
  private let start = ContinuousClock.now
  private let started = timestamp()
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "run file")

  private struct State {
    var progress = RunProgress()
    var lock: FileLock?
    var isChanged = false
    var timer: (any DispatchSourceTimer)?
  }

  /// Tells of a run over the store with this layout, once the run begins and has something to do.
  package init(_ layout: StoreLayout) {
    self.layout = layout
    files = UncheckedFiles(below: layout.root)
  }

  package func observe(_ event: RunEvent) {
    let time = (ContinuousClock.now - start) / .seconds(1)
    state.withLock { state in
      state.progress.take(event, at: time)
      state.isChanged = true
      switch event {
      case .began(let outline): if !outline.pending.isEmpty { begin(&state) }
      case .ended: end(&state)
      case .stageStarted, .training, .checkpoint, .stageFinished, .stageFailed, .stageTaken, .stageFound,
        .stageReopened, .store, .stageInterrupted, .stageSkipped:
        break
      }
    }
  }

  private func begin(_ state: inout State) {
    files.makeDirectories(parent(of: layout.run(name)))
    let store = StoreInspection(at: layout.root)
    store.removeEndedRuns()
    // Without a lock nobody could know whether this process still runs, so it says nothing of its run.
    guard let lock = try? store.files.lock(layout.runLock(name), .exclusive) else { return }
    state.lock = lock
    write(&state)
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + 1, repeating: 1)
    timer.setEventHandler { [weak self] in
      self?.state.withLock { state in if state.isChanged { self?.write(&state) } }
    }
    timer.resume()
    state.timer = timer
  }

  private func end(_ state: inout State) {
    state.timer?.cancel()
    state.timer = nil
    guard state.lock != nil else { return }
    unlink(layout.run(name))
    unlink(layout.runLock(name))
    state.lock = nil
  }

  private func write(_ state: inout State) {
    guard state.lock != nil else { return }
    state.isChanged = false
    let time = (ContinuousClock.now - start) / .seconds(1)
    let run = ActiveRun(
      host: Machine.hostName, process: Int(getpid()), started: started, updated: timestamp(), state.progress,
      at: time)
    files.replace(
      layout.run(name), with: Array((JSONText.text(of: run.json) + "\n").utf8),
      by: "\(layout.root)/temporary/run-\(name)")
  }
}

extension StoreInspection {
  /// The runs over the store whose processes are alive, those first that began first, and why others cannot be shown.
  package func activeRuns() throws(FileFailure) -> (runs: [ActiveRun], problems: [String]) {
    var runs: [ActiveRun] = []
    var problems: [String] = []
    for name in try runNames() {
      do throws(FileFailure) {
        // The file comes a moment after the lock.
        guard try isHeld(layout.runLock(name)), let bytes = try files.contentsIfThere(layout.run(name), upTo: .record)
        else {
          continue
        }
        if let run = ActiveRun(bytes) {
          runs.append(run)
        } else {
          problems.append(
            "cannot show the run in '\(layout.run(name))': \(Self.problem(with: bytes, at: layout.run(name)))")
        }
      } catch {
        problems.append("cannot show the run in '\(layout.run(name))': \(error)")
      }
    }
    return (runs.sorted { ($0.started, $0.process) < ($1.started, $1.process) }, problems)
  }

  /// Why `bytes`, in the file at `path`, are not a run.
  private static func problem(with bytes: [UInt8], at path: String) -> String {
    if let format = StoreFormat.run.newerFormat(of: bytes) {
      return NewerFile(path: path, kind: .run, format: format).reason
    }
    return "expected the format '\(StoreFormat.run.name)'"
  }

  /// Removes the files about runs whose processes have ended, but for those that a newer release wrote.
  func removeEndedRuns() {
    // What cannot be listed, asked for or removed stays for the next run, or for `store gc`.
    for name in (try? runNames()) ?? [] where (try? isHeld(layout.runLock(name))) == false {
      do throws(FileFailure) {
        if try files.newerFile(.run, at: layout.run(name)) != nil { continue }
      } catch {
        continue
      }
      _ = try? files.removeIfThere(layout.run(name))
      _ = try? files.removeIfThere(layout.runLock(name))
    }
  }

  private func runNames() throws(FileFailure) -> [String] {
    try files.namesIfThere(in: "\(layout.root)/runs").filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
  }

  /// Whether a process holds the lock at `path`, which ends with the process however that ends.
  private func isHeld(_ path: String) throws(FileFailure) -> Bool {
    guard files.exists(path) else { return false }
    do throws(FileFailure) { return try files.lock(path, .shared) == nil } catch {
      // Where the file system has no locks, no process holds one.
      if error.isLackOfLocks { return false }
      throw error
    }
  }
}
