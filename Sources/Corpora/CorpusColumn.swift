/// One text per token of a corpus: its words, or labels of one kind.
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
  private var ids: [Int32] = []
  private var texts = DistinctTexts()

  init(name: String) { self.name = name }

  /// Gives the next token this text.
  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Gives the next token the text with this UTF-8.
  mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    // Tags such as `O` follow each other.
    if let last = ids.last, texts.has(text, as: last) {
      ids.append(last)
    } else {
      ids.append(texts.id(of: text))
    }
  }

  /// The text of the token numbered `token`.
  func text(of token: Int) -> String { texts[ids[token]] }

  /// The column of what was appended.
  var column: CorpusColumn { CorpusColumn(name: name, values: (0..<texts.count).map { texts[$0] }, ids: ids) }
}

/// Distinct texts, numbered from 0 in the order in which they were first asked for.
///
/// They are kept as bytes, so that a text that is known costs no memory and no new one a `String`.
private struct DistinctTexts {
  /// The UTF-8 of all texts one after the other, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// The numbers of the texts, each at its hash or at the next free place; −1 where there is none. A power of two.
  private var places = [Int32](repeating: -1, count: 16)

  var count: Int32 { Int32(ends.count) }

  /// The text with this number.
  subscript(id: Int32) -> String { String(decoding: bytes[range(of: id)], as: UTF8.self) }

  /// The number of `text`, which may be a new one.
  mutating func id(of text: UnsafeBufferPointer<UInt8>) -> Int32 {
    let mask = places.count - 1
    var place = Self.hash(text) & mask
    while places[place] >= 0 {
      if has(text, as: places[place]) { return places[place] }
      place = (place + 1) & mask
    }
    let id = count
    places[place] = id
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    if ends.count * 2 > places.count { grow() }
    return id
  }

  private func range(of id: Int32) -> Range<Int> { (id == 0 ? 0 : ends[Int(id) - 1])..<ends[Int(id)] }

  /// Whether `text` is the one with this number.
  func has(_ text: UnsafeBufferPointer<UInt8>, as id: Int32) -> Bool {
    let range = range(of: id)
    if range.count != text.count { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      for (position, byte) in zip(range, text) where bytes[position] != byte { return false }
      return true
    }
  }

  private mutating func grow() {
    let mask = places.count * 2 - 1
    places = [Int32](repeating: -1, count: mask + 1)
    for id in 0..<count {
      var place = bytes.withUnsafeBufferPointer { Self.hash(UnsafeBufferPointer(rebasing: $0[range(of: id)])) & mask }
      while places[place] >= 0 { place = (place + 1) & mask }
      places[place] = id
    }
  }

  /// A hash that nobody can foresee, so that no file is slow on purpose.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(text))
    return hasher.finalize()
  }
}
