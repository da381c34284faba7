import Networks
package import Planning

/// The checkpoints of stages under way, beside the results of those that are done.
///
/// `checkpoints/aa/<identity>.safetensors` is written like an object: to `temporary/`, synchronised, and renamed into
/// place, so that the one before stands until the next is safely there.
package struct CheckpointStore: Sendable {
  private let layout: StoreLayout
  private let files: any FileSystem

  /// The checkpoints in `store`.
  package init(in store: ArtifactStore) {
    layout = store.layout
    files = store.files
  }

  /// Where the checkpoint of `stage` is, if there is one.
  package func path(of stage: StageID) -> String { layout.checkpoint(stage) }

  /// Whether there is a checkpoint of `stage`.
  func exists(_ stage: StageID) -> Bool { files.exists(path(of: stage)) }

  /// The checkpoint of a stage; `nil` if there is none. One that is damaged is put aside.
  func read(
    _ origin: CheckpointOrigin, layout: ParameterLayout
  ) throws(CheckpointRefusal) -> TrainingCheckpoint? {
    let bytes: [UInt8]
    do throws(FileFailure) {
      guard let contents = try files.contentsIfThere(path(of: origin.stage)) else { return nil }
      bytes = contents
    } catch {
      throw .unreadable(error)
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
    let writer = StoreWriter(layout: layout, files: files)
    do throws(FileFailure) { try writer.place(bytes, at: path(of: origin.stage)) } catch { throw .file(error) }
  }

  /// Removes the checkpoint of a stage that is done; one that can't be removed does no harm.
  package func remove(_ stage: StageID) { if exists(stage) { try? files.remove(path(of: stage)) } }

  /// The stages that have checkpoints.
  package var stages: [StageID] {
    let paths = (try? StoreInspection(at: layout.root, files: files).paths(in: "checkpoints")) ?? []
    return paths.compactMap { StoreLayout.digest(ofFileAt: $0).map(StageID.init) }
  }

  /// Puts a checkpoint aside that is not to be believed.
  func putAside(_ stage: StageID) {
    try? files.rename(path(of: stage), to: "\(layout.root)/damaged/\(stage).safetensors~\(uniqueName())")
  }
}
