import FoundationEssentials
import Testing

/// Files beside the checkout that some tests read and that never become part of it.
enum SharedFiles {
  /// The folder of the package.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let data = root.deletingLastPathComponent().appending(path: "shared/data")

  static let hasData = FileManager.default.fileExists(atPath: data.appending(path: "README.md").path)

  static func bytes(_ path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: data.appending(path: path)))
  }
}

extension Trait where Self == ConditionTrait {
  /// Runs a test only beside the corpora that researchers have, and says so otherwise.
  static var needsSharedData: Self {
    .enabled(if: SharedFiles.hasData, "SKIPPED: no corpora at \(SharedFiles.data.path)")
  }
}
