#if canImport(Glibc)
  import Glibc
#endif

/// Sums over the taggings of a sentence in double precision, which start and end without scores.
///
/// A score of −∞ forbids a tag at a time.
struct ExactField {
  /// The log of the sum over all taggings.
  let logPartition: Double

  /// The probability of each tag at each time. *Shape* L × K.
  let tags: [Double]

  /// The expected number of each transition. *Shape* K × K.
  let transitions: [Double]

  init(_ scores: [Double], _ transitions: [Double], tagCount: Int) {
    let (tags, times) = (0..<tagCount, 0..<(scores.count / tagCount))
    func logSum(_ values: [Double]) -> Double {
      let highest = values.max() ?? 0
      return highest + log(values.reduce(0) { $0 + exp($1 - highest) })
    }
    var forward = [tags.map { scores[$0] }]
    for time in times.dropFirst() {
      forward.append(
        tags.map { to in
          scores[time * tagCount + to] + logSum(tags.map { forward[time - 1][$0] + transitions[$0 * tagCount + to] })
        })
    }
    var backward = [tags.map { _ in 0.0 }]
    for time in times.dropFirst().reversed() {
      backward.insert(
        tags.map { from in
          logSum(
            tags.map { transitions[from * tagCount + $0] + scores[time * tagCount + $0] + backward[0][$0] })
        }, at: 0)
    }
    let logPartition = logSum(forward[times.count - 1])
    self.logPartition = logPartition
    self.transitions = tags.flatMap { from in
      tags.map { to in
        times.dropFirst().reduce(0.0) { sum, time in
          let score = forward[time - 1][from] + transitions[from * tagCount + to] + scores[time * tagCount + to]
          return sum + exp(score + backward[time][to] - logPartition)
        }
      }
    }
    self.tags = times.flatMap { time in tags.map { exp(forward[time][$0] + backward[time][$0] - logPartition) } }
  }
}
