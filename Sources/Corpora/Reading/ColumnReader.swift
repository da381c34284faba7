/// A reader of the column format of the CoNLL shared tasks: a token a line, an empty line between sentences.
///
/// Columns are separated by blanks or tabs; LF and CRLF end a line; a byte order mark and a missing end of the last
/// sentence are no matter. A line whose first column is one of `skip`, such as `-DOCSTART-`, is no token and ends
/// the sentence before it. Everything else that is not the same number of columns in every line is refused.
package struct ColumnReader: Hashable, Sendable {
  /// A column to read.
  package struct Column: Hashable, Sendable {
    /// What specs call it.
    package let name: String

    /// Where it stands in a line, from 0.
    package let index: Int

    package init(_ name: String, _ index: Int) {
      self.name = name
      self.index = index
    }
  }

  /// The columns to read, in the order in which the corpus will have them.
  package let columns: [Column]

  /// What the first column of lines that are no tokens holds.
  package let skip: [String]

  /// Creates a reader. Requires: the columns have different names and no negative index.
  package init(columns: [Column], skip: [String] = []) {
    precondition(Set(columns.map(\.name)).count == columns.count, "two columns of one name")
    precondition(columns.allSatisfy { $0.index >= 0 }, "a column before the first")
    self.columns = columns
    self.skip = skip
  }

  /// The corpus that `bytes` hold; `name` is the file they come from, for messages.
  ///
  /// Complexity: linear in the number of bytes.
  package func read(_ bytes: [UInt8], name: String) throws(CorpusError) -> Corpus {
    var lines = try ColumnLines(bytes, name: name, self)
    while try lines.next() != nil {}
    guard lines.sentenceCount > 0 else { throw .noSentences(file: name) }
    return lines.corpus
  }
}
