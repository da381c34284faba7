/// The order in which a batch's tokens are computed: by time, and within a time by sentence, longest first.
///
/// The tokens at time t are the rows `rows(at: t)`, one for each sentence that is still alive; row r of them belongs to
/// the sentence of rank r, so the rows of a time continue the first rows of the time before. No row is padding.
struct Packing {
  /// The sentences, longest first, in the batch's order where they are equally long.
  private(set) var order: [Int] = []

  /// The row of each token, tokens being counted as the batch has them.
  private(set) var rowOfToken: [Int] = []

  /// Where the rows of each time start, and after them the number of all rows.
  private var starts: [Int] = [0]

  /// The place of each sentence in `order`.
  private var ranks: [Int] = []

  /// The order of no tokens.
  init() {}

  init(lengths: [Int]) { take(lengths: lengths) }

  /// Becomes the order of sentences of these lengths, in the memory that it has.
  mutating func take(lengths: [Int]) {
    order.removeAll(keepingCapacity: true)
    ranks.removeAll(keepingCapacity: true)
    for (sentence, length) in lengths.enumerated() {
      let rank = order.firstIndex { lengths[$0] < length } ?? order.count
      order.insert(sentence, at: rank)
      ranks.append(0)
    }
    for (rank, sentence) in order.enumerated() { ranks[sentence] = rank }
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    for time in 0..<(order.first.map { lengths[$0] } ?? 0) {
      starts.append(starts[time] + lengths.count { $0 > time })
    }
    rowOfToken.removeAll(keepingCapacity: true)
    for (sentence, length) in lengths.enumerated() {
      for time in 0..<length { rowOfToken.append(starts[time] + ranks[sentence]) }
    }
  }

  /// The number of rows, which is that of the tokens.
  var rowCount: Int { rowOfToken.count }

  /// The number of times, which is the length of the longest sentence.
  var times: Int { starts.count - 1 }

  /// The rows of a time.
  func rows(at time: Int) -> Range<Int> { starts[time]..<starts[time + 1] }

  /// The number of sentences.
  var sentenceCount: Int { order.count }
}
