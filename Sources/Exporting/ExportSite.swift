/// What the jobs of an export find where they run, by absolute paths: on a cluster, in a file system that its machines
/// share.
package struct ExportSite: Sendable {
  /// The program.
  package let executable: String

  /// The store that results are kept in.
  package let store: String

  package init(executable: String, store: String) {
    self.executable = executable
    self.store = store
  }
}
