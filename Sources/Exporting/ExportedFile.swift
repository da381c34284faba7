/// A file that an export consists of.
package struct ExportedFile: Hashable, Sendable {
  /// Relative to the directory of the export.
  package let path: String
  package let text: String

  package init(path: String, text: String) {
    self.path = path
    self.text = text
  }
}
