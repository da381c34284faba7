/// One text per token of a corpus: its words, or one layer of its annotation.
///
/// The distinct texts are kept once. Work that depends on the text alone is done per distinct text and carried over
/// by `ids`.
package struct CorpusColumn: Hashable, Sendable {
  /// What specs call the column, such as `token` or `ner`.
  package let name: String

  /// The distinct texts, each of which occurs, in the order of their first occurrence.
  package let values: [String]

  /// The index in `values` of each token's text.
  package let ids: [Int32]

  /// The text of the token numbered `token` from 0 within the corpus.
  package subscript(token: Int) -> String { values[Int(ids[token])] }

  /// The column that gives these texts to the tokens, in order.
  package init(name: String, texts: some Sequence<String>) {
    var builder = ColumnBuilder(name: name)
    for text in texts { builder.append(text) }
    self = builder.column
  }

  init(name: String, values: [String], ids: [Int32]) {
    self.name = name
    self.values = values
    self.ids = ids
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && left.ids == right.ids
      && left.values.elementsEqual(right.values) { ExactText($0) == ExactText($1) }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(ids)
  }

  /// The part of the column that covers the tokens numbered `tokens`.
  func subset(_ tokens: [Int]) -> CorpusColumn {
    var renumbered = [Int32?](repeating: nil, count: values.count)
    var kept: [String] = []
    let ids = tokens.map { token in
      let id = self.ids[token]
      if let known = renumbered[Int(id)] { return known }
      let new = Int32(kept.count)
      kept.append(values[Int(id)])
      renumbered[Int(id)] = new
      return new
    }
    return CorpusColumn(name: name, values: kept, ids: ids)
  }
}

/// A column in the making.
struct ColumnBuilder {
  let name: String
  private var values: [String] = []
  private var ids: [Int32] = []
  private var known: [ExactText: Int32] = [:]

  init(name: String) { self.name = name }

  /// Gives the next token this text.
  mutating func append(_ text: String) {
    let exact = ExactText(text)
    if let id = known[exact] {
      ids.append(id)
    } else {
      let id = Int32(values.count)
      known[exact] = id
      values.append(text)
      ids.append(id)
    }
  }

  /// The text of the token numbered `token`.
  func text(of token: Int) -> String { values[Int(ids[token])] }

  /// The column of what was appended.
  var column: CorpusColumn { CorpusColumn(name: name, values: values, ids: ids) }
}
