package import Files
package import Planning
import Text

/// How long stages took on this machine, beside the store's results: what estimates of time are calibrated by.
///
/// `timings/aa/<identity>.json` is written after a stage is done. No result depends on it, so it has no checksum, and
/// failures to write or read it are ignored, as are timings that cannot be right: estimates are then made from fewer
/// timings, or from none. Timings of a newer format are left alone.
package struct StageTimings: Sendable {
  private let root: String
  private let files: any FileSystem

  /// The most timings that estimates are made from.
  private static let limit = 1000

  /// The timings beside the results in the store at `root`.
  package init(ofStoreAt root: String, files: any FileSystem = LocalFileSystem()) {
    self.root = root
    self.files = UnlinkedFileSystem(files, below: root)
  }

  /// Notes that a stage of so many operations took `seconds` with `threads`.
  package func record(_ stage: StageID, operations: Double, seconds: Double, threads: Int) {
    let path = StoreLayout(root: root).timing(stage)
    let folder = parent(of: path)
    let json: JSONValue = [
      "format": .string(StoreFormat.timing.name), "operations": .real(operations), "seconds": .real(seconds),
      "threads": .integer(threads),
    ]
    do throws(FileFailure) {
      if !files.exists("\(root)/timings") { try files.makeDirectory("\(root)/timings") }
      if !files.exists(folder) { try files.makeDirectory(folder) }
      if try files.newerFile(.timing, at: path) != nil { return }
      if files.exists(path) { try files.remove(path) }
      try files.write(Array((JSONText.text(of: json) + "\n").utf8), toNew: path)
    } catch {
      // A run is no worse for it.
    }
  }

  /// The rates that the recorded stages show.
  package var rates: CostRates {
    var runs: [(operations: Double, seconds: Double)] = []
    // No timings, or none that can be read, leave the standard rates.
    for folder in (try? files.names(in: "\(root)/timings")) ?? [] {
      for name in (try? files.names(in: "\(root)/timings/\(folder)")) ?? [] where runs.count < Self.limit {
        guard let bytes = try? files.contents(of: "\(root)/timings/\(folder)/\(name)", upTo: .record),
          let timing = Self.timing(bytes)
        else { continue }
        runs.append(timing)
      }
    }
    return CostRates(recorded: runs)
  }

  /// The operations of a stage and the seconds of one thread that they took, as `bytes` tell; `nil` if they tell
  /// nothing that can be right.
  static func timing(_ bytes: [UInt8]) -> (operations: Double, seconds: Double)? {
    guard let json = try? JSONReader.read(bytes), json["format"]?.text == StoreFormat.timing.name,
      let operations = json["operations"]?.real, (0...1e24).contains(operations),
      let seconds = json["seconds"]?.real, (0...1e12).contains(seconds),
      let threads = json["threads"]?.integer, (1...1_000_000).contains(threads)
    else { return nil }
    return (operations, seconds * Double(threads))
  }
}
