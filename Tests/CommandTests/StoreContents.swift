import Foundation

/// What a store holds of results, byte by byte: objects and records.
struct StoreContents: Equatable {
  private(set) var files: [String: Data] = [:]

  init(of store: URL) throws {
    for kind in ["objects", "stages"] {
      let folder = store.appending(path: kind)
      for path in try CommandTests.files(in: folder) {
        files["\(kind)/\(path)"] = try Data(contentsOf: folder.appending(path: path))
      }
    }
  }

  /// The names of what only one has, or what is different.
  func differences(from other: StoreContents) -> [String] {
    Set(files.keys).union(other.files.keys).filter { files[$0] != other.files[$0] }.sorted()
  }
}

/// The paths of the files, without the folders, that are somewhere in `folder`, in order.
func files(in folder: URL) throws -> [String] {
  try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(
      atPath: folder.appending(path: path).path, isDirectory: &isDirectory)
    return exists && !isDirectory.boolValue
  }.sorted()
}
