package import Files
package import Planning
import Text

/// How long stages took on this machine, beside the store's results: what estimates of time are calibrated by.
///
/// `timings/aa/<identity>.json` is written after a stage is done. No result depends on it, so it has no checksum, and
/// failures to write or read it are ignored: estimates are then made from fewer timings, or from none.
package struct StageTimings: Sendable {
  private let root: String
  private let files: any FileSystem

  /// The most timings that estimates are made from.
  private static let limit = 1000

  /// The timings beside the results in the store at `root`.
  package init(ofStoreAt root: String, files: any FileSystem = LocalFileSystem()) {
    self.root = root
    self.files = files
  }

  /// Notes that a stage of so many operations took `seconds` with `threads`.
  package func record(_ stage: StageID, operations: Double, seconds: Double, threads: Int) {
    let folder = "\(root)/timings/\(stage.description.prefix(2))"
    let json: JSONValue = [
      "format": "sharespec timing 1", "operations": .real(operations), "seconds": .real(seconds),
      "threads": .integer(threads),
    ]
    do throws(FileFailure) {
      if !files.exists("\(root)/timings") { try files.makeDirectory("\(root)/timings") }
      if !files.exists(folder) { try files.makeDirectory(folder) }
      let path = "\(folder)/\(stage).json"
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
        guard let bytes = try? files.contents(of: "\(root)/timings/\(folder)/\(name)"),
          let json = try? JSONReader.read(bytes), let operations = json["operations"]?.real,
          let seconds = json["seconds"]?.real, let threads = json["threads"]?.integer
        else { continue }
        runs.append((operations, seconds * Double(max(1, threads))))
      }
    }
    return CostRates(recorded: runs)
  }
}
