import Files
package import Planning

/// Where things are in a store.
package struct StoreLayout: Hashable, Sendable {
  package let root: String

  /// The directories of a store, which are made when it is opened.
  static let directories = ["objects", "stages", "provenance", "checkpoints", "locks", "temporary", "damaged"]

  package init(root: String) { self.root = root }

  /// The content that has this digest.
  package func object(_ digest: Digest) -> String { path("objects", "\(digest)", suffix: "") }

  /// What says that a stage is done.
  package func record(_ stage: StageID) -> String { path("stages", "\(stage)", suffix: ".json") }

  /// The folder of what says that stages are done.
  var records: String { "\(root)/stages" }

  /// How a stage came about.
  package func provenance(_ stage: StageID) -> String { path("provenance", "\(stage)", suffix: ".json") }

  /// How far a stage that is not done has come.
  package func checkpoint(_ stage: StageID) -> String { path("checkpoints", "\(stage)", suffix: ".safetensors") }

  /// How long a stage took.
  func timing(_ stage: StageID) -> String { path("timings", "\(stage)", suffix: ".json") }

  /// What a stage has said, done or not.
  package func log(_ stage: StageID) -> String { path("logs", "\(stage)", suffix: ".log") }

  /// What a process says about its run, and what it locks meanwhile.
  package func run(_ name: String) -> String { "\(root)/runs/\(name).json" }
  package func runLock(_ name: String) -> String { "\(root)/locks/run-\(name)" }

  /// Where the damaged file at `path` is put aside: under a name that no file has yet.
  func aside(_ path: String) -> String {
    "\(root)/damaged/\(path.split(separator: "/").last ?? "")~\(uniqueName())"
  }

  /// What a process locks while it carries out the stage.
  func lock(_ stage: StageID) -> String { "\(root)/locks/\(stage)" }

  /// What is locked, shared, by all who use the store, and exclusively by who removes things from it.
  var useLock: String { "\(root)/locks/store" }

  private func path(_ kind: String, _ name: String, suffix: String) -> String {
    "\(root)/\(kind)/\(name.prefix(2))/\(name)\(suffix)"
  }
}

extension StoreLayout {
  /// The digest that the file at `path` of a store is called by; `nil` if it is called otherwise.
  package static func digest(ofFileAt path: String) -> Digest? {
    path.split(separator: "/").last.flatMap { Digest($0.prefix { $0 != "." }) }
  }
}
