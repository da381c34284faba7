import Foundation
import Testing

/// How often runs are killed in the long form.
private let askedKills = ProcessInfo.processInfo.environment["SHARESPEC_KILLS"].flatMap(Int.init)

/// The quickstart, with less text unless the long form is asked for.
private let quickstart: [String] = {
  let plan = ["run", root.appending(path: "specs/quickstart.yaml").path, "--checkpoint-every", "0.02"]
  let sentences = ["train=60", "dev=20", "test=20"].flatMap { ["--set", "datasets.newspaper.sentences.\($0)"] }
  return askedKills == nil ? plan + sentences : plan
}()

/// The quickstart, killed at random moments and repeated each time, gives the same bytes as one that was never
/// killed.
///
/// `SHARESPEC_KILLS=500 swift test --filter KillTests` kills as often, and runs the quickstart with all of its text.
@Suite struct KillTests {
  @Test func aRunThatIsKilledAgainAndAgainEndsAsIfNothingHadBeen() throws {
    try withFolder { folder in
      let undisturbed = folder.appending(path: "undisturbed")
      let length = try seconds { try finish(undisturbed, in: folder) }
      let start = try seconds { try finish(undisturbed, in: folder) }
      let expected = try StoreContents(of: undisturbed)
      #expect(expected.files.count > 100)

      let kills = askedKills ?? 50
      var moments = Moments(seed: .random(in: 0...UInt64.max), count: kills, start: start, length: length)
      print("kills: seed \(moments.seed), \(kills) kills in runs of \(length) s, of which \(start) s are the start")
      var (killed, number) = (0, 0)
      var continuations: [Substring] = []
      while killed < kills {
        let store = folder.appending(path: "store \(number)")
        number += 1
        while killed < kills {
          let run = try CommandProcess(quickstart + ["--store", store.path], in: folder)
          switch moments.next() {
          case .whileStarting(let seconds): run.wait(seconds: seconds)
          case .whileTraining(let seconds):
            // A checkpoint of its own tells that it is at work: before that a kill finds nothing to damage.
            let before = lastCheckpoint(in: store)
            while run.isRunning, lastCheckpoint(in: store) == before { usleep(2000) }
            run.wait(seconds: seconds)
          }
          run.send(SIGKILL)
          let status = run.status
          continuations += run.errors.matches(of: /continues at epoch [0-9]+, step [0-9]+/).map(\.output)
          #expect(!run.errors.contains("warning"), "\(run.errors)")
          guard status == nil else {
            #expect(status == 0, "\(run.errors)")
            break
          }
          killed += 1
        }
        try finish(store, in: folder)
        #expect(try StoreContents(of: store).differences(from: expected) == [], "seed \(moments.seed)")
        for leftover in ["checkpoints", "damaged"] {
          #expect(try files(in: store.appending(path: leftover)) == [], "seed \(moments.seed)")
        }
      }
      print("kills: \(killed) kills, \(number) stores, \(continuations.count) continuations of training")
      #expect(continuations.count { !$0.hasSuffix("step 1") } > kills / 4, "few runs went on within an epoch")
    }
  }

  /// When a checkpoint was last written in `store`.
  private func lastCheckpoint(in store: URL) -> Date? {
    let folder = store.appending(path: "checkpoints")
    let paths = (try? files(in: folder)) ?? []
    return paths.compactMap { path in
      let attributes = try? FileManager.default.attributesOfItem(atPath: folder.appending(path: path).path)
      return attributes?[.modificationDate] as? Date
    }.max()
  }

  /// Runs to the end.
  private func finish(_ store: URL, in folder: URL) throws {
    let run = try CommandProcess(quickstart + ["--store", store.path], in: folder)
    #expect(run.status == 0, "\(run.errors)")
  }

  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = Date()
    try body()
    return Date().timeIntervalSince(start)
  }
}

/// Random moments to end runs at, so that many runs one after the other are about as long as an undisturbed one.
private struct Moments {
  let seed: UInt64
  let count: Int

  /// How long a run takes to start, and all of an undisturbed one, in seconds.
  let start: Double
  let length: Double

  private var state: UInt64

  init(seed: UInt64, count: Int, start: Double, length: Double) {
    (self.seed, self.count, self.start, self.length) = (seed, count, start, length)
    state = seed
  }

  /// When a run is killed.
  enum Moment {
    /// So many seconds after it was started.
    case whileStarting(Double)

    /// So many seconds after it first wrote a checkpoint.
    case whileTraining(Double)
  }

  /// Every fourth or so while the run starts, soon after the one before was killed; the others while it works.
  mutating func next() -> Moment {
    uniform() < 0.25
      ? .whileStarting(uniform() * 2 * start) : .whileTraining(uniform() * 2.5 * length / Double(count))
  }

  /// Uniform in [0, 1), by Steele, Lea and Flood's SplitMix64.
  private mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((bits ^ (bits >> 31)) >> 11) * 0x1p-53
  }
}
