package import Model

extension CorpusColumn {
  /// The text of a token whose label is missing. Readers refuse empty labels, so no label is this one.
  package static let missingLabel = ""

  /// The column of labels of single tokens as `reading` takes them. Labels that are dropped are missing.
  package func read(as reading: LabelReading) -> CorpusColumn {
    if reading.isPlain { return self }
    let texts = values.map { label in
      reading.isMissing(label) ? Self.missingLabel : reading.reading(of: label) ?? Self.missingLabel
    }
    return CorpusColumn(name: name, texts: ids.lazy.map { texts[Int($0)] })
  }
}

/// A column of spans written in another tag scheme.
package struct TagConversion: Hashable, Sendable {
  /// The column in the new scheme, under its old name. Missing labels are `CorpusColumn.missingLabel`.
  package let column: CorpusColumn

  /// How many tags the old scheme did not allow where they stood.
  package let repaired: Int

  /// Writes `column` of `corpus` in the scheme `target`, with the types of spans as `reading` takes them.
  ///
  /// A span ends where a label is missing. Spans whose types become one stay apart.
  ///
  /// Throws: `TagError` where the scheme `source` does not have a tag, where only some tags have types or, with
  /// `TagRepair.reject`, where a tag is malformed.
  package init(
    _ column: CorpusColumn, of corpus: Corpus, from source: TagScheme, to target: TagScheme, repair: TagRepair,
    reading: LabelReading = LabelReading()
  ) throws(TagError) {
    let tags = try WrittenTags(column, of: corpus, in: source, reading)
    let types = tags.set.types.enumerated().map { $0 == 0 ? $1 : reading.reading(of: $1) }
    var texts: [String] = []
    texts.reserveCapacity(column.ids.count)
    var repaired = 0
    for sentence in 0..<corpus.sentenceCount {
      let tokens = corpus.tokens(ofSentence: sentence)
      for run in tags.runs(of: tokens) {
        guard case .labelled(let range, let written) = run else {
          texts.append(CorpusColumn.missingLabel)
          continue
        }
        let malformed = source.malformations(in: written)
        if repair == .reject, let first = malformed.first {
          let position = range.lowerBound - tokens.lowerBound + first
          throw .malformed(
            MalformedTag(corpus: corpus, column: column, sentence: sentence, position: position, scheme: source))
        }
        repaired += malformed.count
        let kept = written.spans.filter { types[$0.type] != nil }
        for tag in target.tags(for: kept, count: written.count) {
          texts.append(target.text(tag.role, type: types[tag.type] ?? ""))
        }
      }
    }
    self.column = CorpusColumn(name: column.name, texts: texts)
    self.repaired = repaired
  }
}

/// The tags of a column of spans, as they are written.
struct WrittenTags {
  let set: SpanTagSet

  /// The tag of each of the column's values; `nil` for the one that says that a label is missing.
  private let tags: [SpanTag?]
  private let ids: [Int32]

  /// Neighbouring tokens of a sentence.
  enum Run {
    /// Tokens that all have labels.
    case labelled(Range<Int>, [SpanTag])

    /// A token without a label.
    case missing
  }

  init(
    _ column: CorpusColumn, of corpus: Corpus, in scheme: TagScheme, _ reading: LabelReading
  ) throws(TagError) {
    do throws(SpanTagSetError) {
      set = try SpanTagSet(column.values.filter { !reading.isMissing($0) }, in: scheme)
    } catch {
      throw TagError(error, column: column, corpus: corpus, scheme: scheme)
    }
    var next = set.tags[...]
    tags = column.values.map { reading.isMissing($0) ? nil : next.popFirst() }
    ids = column.ids
  }

  /// The runs of the sentence of `tokens`, in order.
  func runs(of tokens: Range<Int>) -> [Run] {
    var runs: [Run] = []
    var run: [SpanTag] = []
    func end(at token: Int) {
      if !run.isEmpty { runs.append(.labelled(token - run.count..<token, run)) }
      run = []
    }
    for token in tokens {
      if let tag = tags[Int(ids[token])] {
        run.append(tag)
      } else {
        end(at: token)
        runs.append(.missing)
      }
    }
    end(at: tokens.upperBound)
    return runs
  }
}
