extension FileSystem {
  /// Puts a file with `bytes` in the place of whatever is at `path`, at once or not at all, so that it survives a power
  /// cut once this returns.
  ///
  /// The bytes are written to `temporary` first, a path on the same disk that nobody else uses.
  package func replace(_ path: String, with bytes: [UInt8], by temporary: String) throws(FileFailure) {
    try write(bytes, toNew: temporary)
    try putInPlace(temporary, at: path)
    try synchronizeDirectory(parent(of: path))
  }

  /// Puts the file at `temporary` in the place of whatever is at `path`, or removes it where that fails.
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
