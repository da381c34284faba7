import Files
import Glibc

/// What stands at a path of a store where a file should be.
enum StoredEntry {
  case file([UInt8])

  /// A folder, which is as damaged as a file of other bytes.
  case folder

  /// What `read` makes of the file; `nil` for a folder.
  func value<Value>(_ read: ([UInt8]) -> Value?) -> Value? {
    switch self {
    case .file(let bytes): read(bytes)
    case .folder: nil
    }
  }
}

extension FileSystem {
  /// What stands at `path`; `nil` if nothing does.
  func entryIfThere(_ path: String) throws(FileFailure) -> StoredEntry? {
    do throws(FileFailure) { return try contentsIfThere(path).map(StoredEntry.file) } catch {
      if error.code == EISDIR { return .folder }
      throw error
    }
  }
}
