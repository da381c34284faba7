/// The measures of canonical text.
enum CanonicalStyle {
  /// The number of blanks by which a block is indented further than what it belongs to.
  static let indentation = 2

  /// The number of columns up to which a list or mapping in brackets stays on one line.
  static let lineWidth = 100
}
