extension FileSystem {
  /// Replaces what is at `path` by a file with `bytes`, completely or not at all; once this returns, the file survives
  /// a power cut.
  ///
  /// The bytes are written to `temporary` first, a path on the same disk that nobody else uses.
  package func replace(_ path: String, with bytes: [UInt8], by temporary: String) throws(FileFailure) {
    try write(bytes, toNew: temporary)
    try putInPlace(temporary, at: path)
    try synchronizeDirectory(parent(of: path))
  }

  /// Moves the file at `temporary` to `path`, replacing what is there, or removes it if that fails.
  func putInPlace(_ temporary: String, at path: String) throws(FileFailure) {
    do throws(FileFailure) {
      try rename(temporary, to: path)
    } catch {
      // The first failure is the one to report; a temporary file that stays does no harm.
      try? remove(temporary)
      throw error
    }
  }
}
