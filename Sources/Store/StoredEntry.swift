import Files
import Glibc

/// What is at a path of a store where a file should be.
enum StoredEntry {
  case file([UInt8])

  /// Something that cannot be read, such as a folder, a pipe or a file on a bad sector. It counts as damaged.
  case unreadable(FileFailure)

  /// What `read` returns for the bytes of the file; `nil` for what cannot be read.
  func value<Value>(_ read: ([UInt8]) -> Value?) -> Value? {
    switch self {
    case .file(let bytes): read(bytes)
    case .unreadable: nil
    }
  }

  /// Why it cannot be read, if that is so.
  var failure: FileFailure? {
    switch self {
    case .file: nil
    case .unreadable(let failure): failure
    }
  }

  /// Why the file of this kind, or the object if there is none, cannot be read. An object that is much larger than its
  /// record says is not what was written, which is known without reading it.
  func failure(toRead format: StoreFormat?) -> FileFailure? {
    failure.flatMap { format == nil && $0.isTooLarge ? nil : $0 }
  }
}

extension FileSystem {
  /// What is at `path`; `nil` if nothing is. Throws: system errors that have nothing to do with the file.
  func entryIfThere(_ path: String, upTo limit: SizeLimit) throws(FileFailure) -> StoredEntry? {
    do throws(FileFailure) { return try contentsIfThere(path, upTo: limit).map(StoredEntry.file) } catch {
      if error.concernsFile { return .unreadable(error) }
      throw error
    }
  }
}
