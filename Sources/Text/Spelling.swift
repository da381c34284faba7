/// The names of `candidates` that someone who wrote `word` may have meant, the likeliest first.
///
/// A name qualifies when it differs by at most a third of its length (at least one edit: an insertion, deletion,
/// substitution or exchange of neighbours) but not in all of it, ignoring case. Ties keep the order of `candidates`.
/// Words of more than 100 characters are nobody's slip and have no suggestion, and of very many candidates only the
/// first thousand are looked at.
///
/// Names for which `word` is a known synonym come before all of these, however different they look.
package func likelyMeant(
  by word: String, among candidates: some Sequence<String>, knowing synonyms: Synonyms = Synonyms([:])
) -> [String] {
  let known = synonyms.names(for: word)
  if known.isEmpty { return names(like: word, among: candidates) }
  let candidates = Array(candidates.prefix(1000))
  let meant = known.filter(candidates.contains)
  return meant + names(like: word, among: candidates).filter { !meant.contains($0) }
}

/// Names that other programs or people use for those of a vocabulary.
///
/// Case, hyphens and underscores make no difference: `batchSize` is `batch_size`.
package struct Synonyms: Sendable {
  private let names: [String: [String]]

  /// The names, the likeliest first, that each synonym may stand for.
  package init(_ names: [String: [String]]) {
    self.names = Dictionary(names.map { (Self.plain($0), $1) }, uniquingKeysWith: +)
  }

  /// The names that `word` is a synonym for, the likeliest first.
  package func names(for word: String) -> [String] { names.isEmpty ? [] : names[Self.plain(word)] ?? [] }

  /// Every name that some word is a synonym for, in the order of letters.
  var all: [String] { Set(names.values.joined()).sorted() }

  private static func plain(_ word: String) -> String {
    String(word.lowercased().filter { !"_- ".contains($0) })
  }
}

/// The names of `candidates` that differ little from `word`, the likeliest first.
private func names(like word: String, among candidates: some Sequence<String>) -> [String] {
  let written = Array(word.lowercased().unicodeScalars)
  guard written.count <= 100 else { return [] }
  let ranked = candidates.prefix(1000).enumerated().compactMap {
    index, name -> (distance: Int, index: Int, name: String)? in
    let limit = max(1, name.unicodeScalars.count / 3)
    guard abs(name.unicodeScalars.count - written.count) <= limit else { return nil }
    let distance = editDistance(written, Array(name.lowercased().unicodeScalars))
    return distance <= limit && distance < name.unicodeScalars.count ? (distance, index, name) : nil
  }
  return ranked.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }.map(\.name)
}

/// The number of edits between two words, an exchange of neighbours being one (optimal string alignment).
func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1] + [Int](repeating: 0, count: b.count)
    for j in 0..<b.count {
      row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1) }
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
