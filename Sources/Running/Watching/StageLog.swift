package import Files
package import Planning
import Store

/// What a stage has said, done or not.
package struct StageLog: NamedStage, Hashable {
  package let stage: StageID
  package let label: String
  package let path: String

  /// What a log begins with; the stage's name follows.
  static let header = "\(StoreFormat.log.name): "

  /// The lines, without that.
  package let lines: [String]

  /// The log of `stage` in the file at `path`; `nil` if there is no file, or it is not a log.
  init?(of stage: StageID, at path: String, _ files: any FileSystem) throws(FileFailure) {
    guard let bytes = try files.contentsIfThere(path, upTo: .stageLog) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    guard let first = lines.first, first.hasPrefix(Self.header) else { return nil }
    self.stage = stage
    self.path = path
    label = String(first.dropFirst(Self.header.count))
    self.lines = Array(lines.dropFirst())
  }

  /// When the stage last said something, in UTC.
  package var lastTime: String { String((lines.last ?? "").prefix { $0 != " " }) }
}

extension StoreInspection {
  /// The logs of all stages, in the order of their identities.
  package func logs() throws(FileFailure) -> [StageLog] {
    var logs: [StageLog] = []
    for path in try paths(in: "logs") {
      if let stage = StoreLayout.digest(ofFileAt: path).map(StageID.init),
        let log = try StageLog(of: stage, at: path, files)
      {
        logs.append(log)
      }
    }
    return logs
  }
}
