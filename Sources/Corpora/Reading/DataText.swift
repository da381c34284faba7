import Gzip

/// The text of a data file.
package struct DataText: Sendable {
  /// The file, as the user gave it.
  package let name: String

  /// The text; gzip is expanded.
  package let bytes: [UInt8]

  /// The text in a file that holds `bytes`.
  ///
  /// Throws: `CorpusError` for a file that is larger than `CorpusError.largestFile` or is no text but, for example, an
  /// archive.
  package init(_ bytes: [UInt8], name: String) throws(CorpusError) {
    var bytes = bytes
    if Gzip.isCompressed(bytes) {
      do throws(GzipError) { bytes = try Gzip.expand(bytes, upTo: CorpusError.largestFile) } catch {
        throw .compressed(file: name, error)
      }
    }
    guard bytes.count <= CorpusError.largestFile else { throw .tooLarge(file: name, bytes: bytes.count) }
    if let kind = bytes.withUnsafeBufferPointer(ForeignFormat.init) { throw .foreign(file: name, kind) }
    self.name = name
    self.bytes = bytes
  }
}
