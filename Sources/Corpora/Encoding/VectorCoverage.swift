package import Text

/// How many words of a corpus, and how many of its tokens, have a pretrained vector.
///
/// Words are counted in the form that is looked up (`WordNormalization`). A form without a vector of its own gets that
/// of the form in lower case, as in `WordVectors.row(of:)`.
package struct VectorCoverage: Hashable, Sendable {
  /// Words and the tokens that they stand for.
  package struct Count: Hashable, Sendable {
    /// Distinct forms of words.
    package fileprivate(set) var words = 0

    package fileprivate(set) var tokens = 0
  }

  /// A form of words without a vector.
  package struct Missing: Hashable, Sendable {
    package let form: String
    package let tokens: Int
  }

  /// The forms that have a vector as they are.
  package private(set) var exact = Count()

  /// The forms that have a vector in lower case only.
  package private(set) var lowercased = Count()

  /// The forms that have no vector.
  package private(set) var missing = Count()

  /// The most frequent forms without a vector, by descending number of tokens and then in the order of their bytes.
  package private(set) var mostFrequentMissing: [Missing] = []

  /// All forms of the corpus.
  package var total: Count {
    Count(
      words: exact.words + lowercased.words + missing.words, tokens: exact.tokens + lowercased.tokens + missing.tokens)
  }

  /// The fraction of tokens that have a vector, as they are or in lower case; `nil` without tokens. Range: 0 to 1.
  package var tokenShare: Double? {
    total.tokens == 0 ? nil : Double(exact.tokens + lowercased.tokens) / Double(total.tokens)
  }

  /// The coverage of the words of `columns`, of which those in `found` have a vector, and all others have none.
  ///
  /// - Parameters:
  ///   - found: what `WordVectors.coverage` finds of `Vocabulary.wanted(columns, normalization)`.
  ///   - limit: how many forms without a vector are listed.
  package init(
    of columns: [CorpusColumn], _ normalization: WordNormalization, found: some Sequence<String>,
    listing limit: Int = 10
  ) {
    let found = Set(found.map(ExactText.init))
    self.init(of: columns, normalization, listing: limit) { found.contains(ExactText($0)) }
  }

  /// The coverage of the words of `columns` by `vectors`, of which `limit` forms without a vector are listed.
  package init(
    of columns: [CorpusColumn], _ normalization: WordNormalization, by vectors: WordVectors, listing limit: Int = 10
  ) {
    self.init(of: columns, normalization, listing: limit) { vectors.exactRow(of: $0) != nil }
  }

  private init(
    of columns: [CorpusColumn], _ normalization: WordNormalization, listing limit: Int,
    hasVector: (String) -> Bool
  ) {
    var without: [(text: ExactText, count: Int)] = []
    for (form, tokens) in Vocabulary.formCounts(of: columns, normalization) {
      if hasVector(form.text) {
        exact.add(tokens)
      } else if hasVector(form.text.lowercased()) {
        lowercased.add(tokens)
      } else {
        missing.add(tokens)
        without.append((form, tokens))
      }
    }
    mostFrequentMissing = Vocabulary.ordered(without).prefix(limit).map {
      Missing(form: $0.text.text, tokens: $0.count)
    }
  }
}

extension VectorCoverage.Count {
  /// Adds a form that `count` tokens have.
  fileprivate mutating func add(_ count: Int) {
    words += 1
    tokens += count
  }
}

extension VectorCoverage: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    exact = try json.value("exact")
    lowercased = try json.value("lowercased")
    missing = try json.value("missing")
    mostFrequentMissing = try json.value("mostFrequentMissing")
  }

  package var json: JSONValue {
    [
      "exact": exact.json, "lowercased": lowercased.json, "missing": missing.json,
      "mostFrequentMissing": mostFrequentMissing.json,
    ]
  }
}

extension VectorCoverage.Count: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(words: try json.value("words"), tokens: try json.value("tokens"))
  }

  package var json: JSONValue { ["words": words.json, "tokens": tokens.json] }
}

extension VectorCoverage.Missing: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(form: try json.value("form"), tokens: try json.value("tokens"))
  }

  package var json: JSONValue { ["form": form.json, "tokens": tokens.json] }
}
