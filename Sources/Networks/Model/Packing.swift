/// The order in which a batch's tokens are computed: by time, and within a time by sentence, longest first.
///
/// The tokens at time t are the rows `rows(at: t)`, one for each sentence that is still alive; row r of them belongs to
/// the sentence of rank r, so the rows of a time continue the first rows of the time before. No row is padding.
struct Packing {
  /// The sentences, longest first, in the batch's order where they are equally long.
  let order: [Int]

  /// The row of each token, tokens being counted as the batch has them.
  let rowOfToken: [Int]

  /// Where the rows of each time start, and after them the number of all rows.
  private let starts: [Int]

  init(lengths: [Int]) {
    order = lengths.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    var starts = [0]
    for time in 0..<(lengths.max() ?? 0) { starts.append(starts[time] + lengths.count { $0 > time }) }
    var ranks = [Int](repeating: 0, count: lengths.count)
    for (rank, sentence) in order.enumerated() { ranks[sentence] = rank }
    rowOfToken = lengths.indices.flatMap { sentence in
      (0..<lengths[sentence]).map { starts[$0] + ranks[sentence] }
    }
    self.starts = starts
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
