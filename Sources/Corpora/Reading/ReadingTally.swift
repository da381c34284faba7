/// What reading a corpus has passed over or found odd, without refusing it.
package struct ReadingTally: Hashable, Sendable {
  /// How often something occurs, and where first.
  package struct Occurrences: Hashable, Sendable {
    package private(set) var count = 0
    package private(set) var first: TextLine?

    mutating func add(_ line: @autoclosure () -> TextLine) {
      count += 1
      if first == nil { first = line() }
    }
  }

  package var comments = 0

  /// How many lines each entry of `skip` has matched, in the order of the entries.
  package var skipped: [Int] = []

  /// Skipped lines that have all columns and stand next to a token.
  package var skippedTokens = Occurrences()

  /// Lines that begin like comments, but have as many columns as a token and are read as one.
  package var tokensLikeComments = Occurrences()

  /// First lines of sentences that look like comments, `# KEY = VALUE`, where the dataset has none, and are read as
  /// tokens because they have as many columns.
  package var commentsLikeTokens = Occurrences()

  /// Lines with a byte-order mark that does not begin a file.
  package var byteOrderMarks = Occurrences()

  /// Lines of several words, and of words that are not in the text, which are no tokens of their own.
  package var wordRanges = 0
  package var emptyNodes = 0

  /// Objects without tokens.
  package var emptySentences = Occurrences()

  /// The numbers of columns that lines of tokens have, rising.
  package var widths: [Int] = []

  package init() {}

  mutating func addWidth(_ width: Int) {
    if !widths.contains(width) { widths = (widths + [width]).sorted() }
  }
}
