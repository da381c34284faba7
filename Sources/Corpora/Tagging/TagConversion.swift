package import Model

/// A column written in another tag scheme.
package struct TagConversion: Hashable, Sendable {
  /// The column in the new scheme, under its old name.
  package let column: CorpusColumn

  /// How many tags the old scheme did not allow where they stood.
  package let repaired: Int

  /// Writes `column` of `corpus` in the scheme `target`.
  ///
  /// Throws: `TagError` where the scheme `source` does not have a tag, where only some tags have types or, with
  /// `TagRepair.reject`, where a tag is malformed.
  package init(
    _ column: CorpusColumn, of corpus: Corpus, from source: TagScheme, to target: TagScheme, repair: TagRepair
  ) throws(TagError) {
    let set: SpanTagSet
    do { set = try SpanTagSet(column.values, in: source) } catch {
      throw TagError(error, column: column, corpus: corpus, scheme: source)
    }
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
      for tag in target.tags(for: tags.spans, count: tags.count) { texts.append(set.text(tag, in: target)) }
    }
    self.column = CorpusColumn(name: column.name, texts: texts)
    self.repaired = repaired
  }
}
