import Files
import Planning

/// Puts files into a store so that they survive a power cut.
struct StoreWriter {
  let layout: StoreLayout
  let files: any FileSystem

  /// Makes the directories of the store as far as they are not there.
  func makeDirectories() throws(FileFailure) {
    try files.makeDirectories(layout.root)
    for name in StoreLayout.directories { try files.makeDirectories("\(layout.root)/\(name)") }
  }

  /// Throws if nothing can be written to the store, whose directories are then sure to outlive a power cut.
  func checkIsWritable() throws(FileFailure) {
    let path = temporaryPath()
    try files.write([0], toNew: path)
    try files.remove(path)
    // The process that made them may have ended before it could synchronise them.
    try files.synchronizeDirectory(layout.root)
    try files.synchronizeIfReadable(parent(of: layout.root))
  }

  /// Whether a new file in the store can be read; also if none can be written.
  func readsWhatItWrites() -> Bool {
    let path = temporaryPath()
    do throws(FileFailure) { try files.write([0], toNew: path) } catch { return true }
    defer { try? files.remove(path) }
    do throws(FileFailure) { return try files.contents(of: path, upTo: .record) == [0] } catch { return false }
  }

  /// Puts a file with `bytes` at `path` so that it survives a power cut once this returns.
  func place(_ bytes: [UInt8], at path: String) throws(FileFailure) {
    let directory = parent(of: path)
    if !files.exists(directory) { try files.makeDirectory(directory) }
    try files.replace(path, with: bytes, by: temporaryPath())
    try files.synchronizeDirectory(parent(of: directory))
  }

  /// Has the entry of the file at `path` on the disk, and that of its directory, whichever process made them.
  func synchronizeParents(of path: String) throws(FileFailure) {
    try files.synchronizeDirectory(parent(of: path))
    try files.synchronizeDirectory(parent(of: parent(of: path)))
  }

  private func temporaryPath() -> String { "\(layout.root)/temporary/\(uniqueName())" }
}
