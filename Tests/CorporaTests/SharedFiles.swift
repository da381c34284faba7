import FoundationEssentials
import Testing

/// Files beside the checkout that some tests read and that never become part of it.
enum SharedFiles {
  /// The folder of the package.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let data = root.deletingLastPathComponent().appending(path: "shared/data")

  static let oracles: URL =
    if let path = ProcessInfo.processInfo.environment["SHARESPEC_ORACLES"] { URL(filePath: path) } else {
      root.deletingLastPathComponent().appending(path: "shared/oracles")
    }

  static let hasData = FileManager.default.fileExists(atPath: data.appending(path: "README.md").path)

  static func bytes(_ path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: data.appending(path: path)))
  }

  /// The oracle cases of spans, by name: the JSON files of the folder, save those that call themselves other cases,
  /// which other suites know.
  static let spanCases: [URL] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: oracles.path)) ?? []
    let files = names.filter { $0.hasSuffix(".json") }.sorted().map { oracles.appending(path: $0) }
    return files.filter { file in
      guard let kind = try? JSONDecoder().decode(Kind.self, from: Data(contentsOf: file)) else { return true }
      return kind.case == "span_f1"
    }
  }()

  private struct Kind: Decodable { let `case`: String }
}

extension Trait where Self == ConditionTrait {
  /// Runs a test only beside the corpora that researchers have, and says so otherwise.
  static var needsSharedData: Self {
    .enabled(if: SharedFiles.hasData, "SKIPPED: no corpora at \(SharedFiles.data.path)")
  }
}
