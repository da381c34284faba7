package import Files
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
  package func exists(_ stage: StageID) -> Bool { files.exists(path(of: stage)) }

  /// The bytes of the checkpoint of `stage`; `nil` if there is none.
  package func read(_ stage: StageID) throws(FileFailure) -> [UInt8]? {
    try files.contentsIfThere(path(of: stage), upTo: .artifact)
  }

  /// Puts `bytes` in the place of the checkpoint before, so that they survive a power cut once this returns.
  package func write(_ bytes: [UInt8], of stage: StageID) throws(FileFailure) {
    try StoreWriter(layout: layout, files: files).place(bytes, at: path(of: stage))
  }

  /// Removes the checkpoint of a stage that is done.
  package func remove(_ stage: StageID) {
    // One that stays does no harm: nobody asks for it, and the next run over the store tries again.
    if exists(stage) { try? files.remove(path(of: stage)) }
  }

  /// The stages that have checkpoints.
  package func stages() throws(FileFailure) -> [StageID] {
    try StoreInspection(at: layout.root, files: files).paths(in: "checkpoints")
      .compactMap { StoreLayout.digest(ofFileAt: $0).map(StageID.init) }
  }

  /// Puts a checkpoint aside that is not to be believed.
  package func putAside(_ stage: StageID) throws(FileFailure) {
    _ = try files.renameIfThere(path(of: stage), to: layout.aside(path(of: stage)))
  }
}
