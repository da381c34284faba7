import Glibc
import Networks
package import Planning

/// The checkpoints of stages under way, beside the results of those that are done.
///
/// `checkpoints/<identity>.safetensors` is written like an object: to `temporary/`, synchronised, and renamed into
/// place, so that the one before stands until the next is safely there.
package struct CheckpointStore: Sendable {
  private let root: String
  private let files: any FileSystem

  /// The checkpoints in `store`.
  package init(in store: ArtifactStore) {
    root = store.root
    files = store.files
  }

  /// Where the checkpoint of `stage` is, if there is one.
  package func path(of stage: StageID) -> String { "\(folder)/\(stage).safetensors" }

  private var folder: String { "\(root)/checkpoints" }

  /// Whether there is a checkpoint of `stage`.
  func exists(_ stage: StageID) -> Bool { files.exists(path(of: stage)) }

  /// The checkpoint of a stage; `nil` if there is none. One that is damaged is put aside.
  func read(
    _ origin: CheckpointOrigin, layout: ParameterLayout
  ) throws(CheckpointRefusal) -> TrainingCheckpoint? {
    let path = path(of: origin.stage)
    let bytes: [UInt8]
    do throws(FileFailure) {
      bytes = try files.contents(of: path)
    } catch {
      if error.code == ENOENT || error.code == ENOTDIR { return nil }
      putAside(origin.stage)
      throw .damaged("\(error)")
    }
    do throws(CheckpointRefusal) {
      return try TrainingCheckpoint(bytes, of: origin, layout: layout)
    } catch {
      if case .damaged = error { putAside(origin.stage) }
      throw error
    }
  }

  /// Puts `checkpoint` in the place of the one before, so that it survives a power cut once this returns.
  func write(_ checkpoint: TrainingCheckpoint, _ origin: CheckpointOrigin) throws(StageFailure) {
    let bytes = try checkpoint.encoded(origin)
    do throws(FileFailure) { try place(bytes, at: path(of: origin.stage)) } catch { throw .file(error) }
  }

  /// Removes the checkpoint of a stage that is done; one that can't be removed does no harm.
  package func remove(_ stage: StageID) { if exists(stage) { try? files.remove(path(of: stage)) } }

  /// The stages that have checkpoints.
  package var stages: [StageID] {
    ((try? files.names(in: folder)) ?? []).compactMap { name in Digest(name.prefix { $0 != "." }).map(StageID.init) }
  }

  private func place(_ bytes: [UInt8], at path: String) throws(FileFailure) {
    let temporary = "\(root)/temporary/\(uniqueName())"
    if !files.exists(folder) { try files.makeDirectory(folder) }
    try files.write(bytes, toNew: temporary)
    do throws(FileFailure) {
      try files.rename(temporary, to: path)
    } catch {
      try? files.remove(temporary)
      throw error
    }
    for directory in [folder, root] { try files.synchronizeDirectory(directory) }
  }

  /// Puts a checkpoint aside that is not to be believed.
  func putAside(_ stage: StageID) { try? files.rename(path(of: stage), to: "\(root)/damaged/\(uniqueName())") }
}
