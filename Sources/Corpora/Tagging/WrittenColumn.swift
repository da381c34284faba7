package import Model

extension CorpusColumn {
  /// The column of spans as it is written, malformed or not, with the types of its tags as `reading` takes them.
  ///
  /// Letters are kept, but for one case: the first tag of a span that would continue the one before it, now that both
  /// types are one, begins a span. IO cannot say that. Tags of dropped types are `O`.
  /// Missing labels are `CorpusColumn.missingLabel`.
  ///
  /// Throws: `TagError` where `scheme` does not have a tag, or where only some tags have types.
  package func written(
    of corpus: Corpus, in scheme: TagScheme, reading: LabelReading
  ) throws(TagError) -> CorpusColumn {
    let tags = try WrittenTags(self, of: corpus, in: scheme, reading)
    if reading.isPlain { return self }
    let types = tags.set.types.enumerated().map { $0 == 0 ? $1 : reading.reading(of: $1) }
    let numbers = types.map { type in
      type.flatMap { type in types.firstIndex { $0.map(ExactText.init) == ExactText(type) } }
    }
    var texts: [String] = []
    texts.reserveCapacity(ids.count)
    for sentence in 0..<corpus.sentenceCount {
      for run in tags.runs(of: corpus.tokens(ofSentence: sentence)) {
        guard case .labelled(_, let written) = run else {
          texts.append(Self.missingLabel)
          continue
        }
        let starts = Set(written.spans.map(\.tokens.lowerBound))
        var previous = SpanTagSet.outside
        for (position, tag) in written.enumerated() {
          var read = SpanTagSet.outside
          if tag.role != .outside, let number = numbers[tag.type] { read = SpanTag(role: tag.role, type: number) }
          if scheme != .io, starts.contains(position), !read.startsSpan(after: previous) { read = read.beginning }
          texts.append(scheme.text(read.role, type: types[read.type] ?? ""))
          previous = read
        }
      }
    }
    return CorpusColumn(name: name, texts: texts)
  }

  /// The column of predicted spans in the scheme of the data; it stays as it is where both schemes are one.
  ///
  /// Spans are those that conlleval reads in the predicted tags. Throws: `TagError` for a tag that `scheme` lacks.
  package func predicted(
    of corpus: Corpus, in scheme: TagScheme, forDataIn target: TagScheme
  ) throws(TagError) -> CorpusColumn {
    if scheme == target { return self }
    return try TagConversion(self, of: corpus, from: scheme, to: target, repair: .conlleval).column
  }
}

extension SpanTag {
  /// The tag of the same token that begins a span.
  fileprivate var beginning: SpanTag {
    switch role {
    case .inside: SpanTag(role: .begin, type: type)
    case .end: SpanTag(role: .single, type: type)
    case .begin, .single, .outside: self
    }
  }
}
