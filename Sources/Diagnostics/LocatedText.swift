/// A text together with the place of each of its bytes in the source it was decoded from.
///
/// A quoted scalar with escapes, or one folded over several lines, differs from its source; `range(of:)` still
/// leads from a part of the decoded text to the bytes that somebody can look at.
package struct LocatedText: Hashable, Sendable {
  /// The decoded text.
  package let text: String

  /// The whole of the place where the text was written, quotes included.
  package let whole: SourceRange

  /// The offset in the source of the text's first byte where the text stands there byte for byte, else `nil`.
  private let verbatimStart: Int?

  /// Creates the text written at `whole`, finding out whether it stands there as it is.
  package init(_ text: String, at whole: SourceRange) {
    self.text = text
    self.whole = whole
    let written = whole.file.bytes[whole.bytes.clamped(to: 0..<whole.file.bytes.count)]
    let decoded = Array(text.utf8)
    if written.elementsEqual(decoded) {
      verbatimStart = whole.bytes.lowerBound
    } else if written.count == decoded.count + 2, written.dropFirst().dropLast().elementsEqual(decoded) {
      verbatimStart = whole.bytes.lowerBound + 1
    } else {
      verbatimStart = nil
    }
  }

  /// The place of the bytes `part` of the decoded text; the whole place where the two do not correspond.
  package func range(of part: Range<Int>) -> SourceRange {
    guard let verbatimStart else { return whole }
    return SourceRange(
      whole.file, (verbatimStart + part.lowerBound)..<(verbatimStart + part.upperBound))
  }
}
