import Foundation

/// What a store holds of results: objects byte by byte, and of records what every run of the plan must agree on.
///
/// When, where and how fast a stage was done is no result.
struct StoreContents: Equatable {
  private(set) var files: [String: Data] = [:]

  private static let agreed = ["format", "stage", "operation", "version", "label", "parameters", "inputs", "artifacts"]

  init(of store: URL) throws {
    for kind in ["objects", "stages"] {
      let folder = store.appending(path: kind)
      for path in try CommandTests.files(in: folder) {
        let bytes = try Data(contentsOf: folder.appending(path: path))
        files["\(kind)/\(path)"] = kind == "objects" ? bytes : try Self.agreement(in: bytes)
      }
    }
  }

  /// The names of what only one has, or what is different.
  func differences(from other: StoreContents) -> [String] {
    Set(files.keys).union(other.files.keys).filter { files[$0] != other.files[$0] }.sorted()
  }

  private static func agreement(in record: Data) throws -> Data {
    let fields = try JSONSerialization.jsonObject(with: record) as? [String: Any] ?? [:]
    return try JSONSerialization.data(
      withJSONObject: fields.filter { agreed.contains($0.key) }, options: [.sortedKeys])
  }
}

/// The paths of the files, without the folders, that are somewhere in `folder`.
func files(in folder: URL) throws -> [String] {
  try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(
      atPath: folder.appending(path: path).path, isDirectory: &isDirectory)
    return exists && !isDirectory.boolValue
  }
}
