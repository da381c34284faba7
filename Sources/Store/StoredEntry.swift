import Files
import Glibc

/// What is at a path of a store where a file should be.
enum StoredEntry {
  case file([UInt8])

  /// A folder, which counts as a damaged file.
  case folder

  /// What `read` returns for the bytes of the file; `nil` for a folder.
  func value<Value>(_ read: ([UInt8]) -> Value?) -> Value? {
    switch self {
    case .file(let bytes): read(bytes)
    case .folder: nil
    }
  }
}

extension FileSystem {
  /// What is at `path`; `nil` if nothing is. Throws: system errors.
  func entryIfThere(_ path: String) throws(FileFailure) -> StoredEntry? {
    do throws(FileFailure) { return try contentsIfThere(path).map(StoredEntry.file) } catch {
      if error.code == EISDIR { return .folder }
      throw error
    }
  }
}
