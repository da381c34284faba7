package import Model

/// A column written in another tag scheme.
package struct TagConversion: Hashable, Sendable {
  /// The column in the new scheme, under its old name.
  package let column: CorpusColumn

  /// How many tags the old scheme did not allow where they stood.
  package let repaired: Int

  /// Writes `column` of `corpus` in the scheme `target`.
  ///
  /// Throws: `TagError` where a tag belongs to no span layer or, with `TagRepair.reject`, is malformed.
  package init(
    _ column: CorpusColumn, of corpus: Corpus, from source: TagScheme, to target: TagScheme, repair: TagRepair
  ) throws(TagError) {
    let set = try SpanTagSet(of: column, in: corpus)
    var texts: [String] = []
    texts.reserveCapacity(column.ids.count)
    var repaired = 0
    for sentence in 0..<corpus.sentenceCount {
      let tags = column.ids[corpus.tokens(ofSentence: sentence)].map { set.tags[Int($0)] }
      let malformed = source.malformations(in: tags)
      if repair == .reject, let first = malformed.first {
        throw .malformed(
          MalformedTag(corpus: corpus, column: column, sentence: sentence, position: first, scheme: source))
      }
      repaired += malformed.count
      for tag in target.tags(for: tags.spans, count: tags.count) { texts.append(set.text(tag)) }
    }
    self.column = CorpusColumn(name: column.name, texts: texts)
    self.repaired = repaired
  }
}

extension SpanTagSet {
  /// Takes the distinct tags of `column` apart.
  fileprivate init(of column: CorpusColumn, in corpus: Corpus) throws(TagError) {
    do { self = try SpanTagSet(column.values) } catch {
      throw .notASpanTag(error.text, column: column.name, corpus: corpus.name)
    }
  }
}
