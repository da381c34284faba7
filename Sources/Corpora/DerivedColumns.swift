extension Corpus {
  /// A column that tags each token with its position in its sentence, from `0`.
  ///
  /// Positions of `cap` and more share the tag `cap`, so that long sentences bring no tags that training lacks; with
  /// `nil` every position has its own tag. Requires: `cap` is not negative.
  ///
  /// Source: the auxiliary task PP of "Learning Sparse Sharing Architectures for Multiple Tasks", Table 6.
  package func positionColumn(name: String = "position", cap: Int? = nil) -> CorpusColumn {
    precondition((cap ?? 0) >= 0, "positions are capped below the first")
    let longest = sentenceLengths.max() ?? 0
    let tagCount = min(longest, cap.map { $0 + 1 } ?? longest)
    let ids = sentenceLengths.flatMap { length in (0..<length).map { Int32(min($0, tagCount - 1)) } }
    return CorpusColumn(name: name, texts: ids.lazy.map { String($0) })
  }

  /// The corpus with `column` after its own columns. Requires: as many tokens, and a name of its own.
  package func adding(_ column: CorpusColumn) -> Corpus {
    precondition(!columns.contains { $0.name == column.name }, "two columns of one name")
    return Corpus(name: name, columns: columns + [column], sentenceStarts: sentenceStarts)
  }
}
