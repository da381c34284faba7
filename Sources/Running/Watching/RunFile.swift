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
  package init(_ layout: StoreLayout) { self.layout = layout }

  package func observe(_ event: RunEvent) {
    let time = (ContinuousClock.now - start) / .seconds(1)
    state.withLock { state in
      state.progress.take(event, at: time)
      state.isChanged = true
      switch event {
      case .began(let outline): if !outline.pending.isEmpty { begin(&state) }
      case .ended: end(&state)
      default: break
      }
    }
  }

  private func begin(_ state: inout State) {
    UncheckedFile.makeDirectories("\(layout.root)/runs")
    StoreInspection(at: layout.root).removeEndedRuns()
    // Where there are no locks nobody can know whether a process is still there.
    guard let lock = try? LocalFileSystem().lock(layout.runLock(name), .exclusive) else { return }
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
    UncheckedFile.replace(
      layout.run(name), with: Array((JSONText.text(of: run.json) + "\n").utf8),
      by: "\(layout.root)/temporary/run-\(name)")
  }
}

extension StoreInspection {
  /// What the processes that run plans over the store tell of their runs, those first that began first.
  package func activeRuns() throws(FileFailure) -> [ActiveRun] {
    var runs: [ActiveRun] = []
    for name in try runNames() where isHeld(layout.runLock(name)) {
      let bytes = try files.contentsIfThere(layout.run(name))
      if let run = bytes.flatMap(ActiveRun.init) { runs.append(run) }
    }
    return runs.sorted { ($0.started, $0.process) < ($1.started, $1.process) }
  }

  /// Removes what processes that are no more told of their runs.
  func removeEndedRuns() {
    for name in (try? runNames()) ?? [] where !isHeld(layout.runLock(name)) {
      _ = try? files.removeIfThere(layout.run(name))
      _ = try? files.removeIfThere(layout.runLock(name))
    }
  }

  private func runNames() throws(FileFailure) -> [String] {
    try files.namesIfThere(in: "\(layout.root)/runs").filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
  }

  /// Whether a process holds the lock at `path`, which ends with the process however that ends.
  private func isHeld(_ path: String) -> Bool {
    guard files.exists(path) else { return false }
    do throws(FileFailure) { return try files.lock(path, .shared) == nil } catch { return false }
  }
}
