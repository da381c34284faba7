internal import CKernels
internal import Model

/// A linear-chain conditional random field over the tags of one sentence.
///
/// A tagging's score is the sum of its tokens' emissions, of `transitions[from][to]` along it, of `start` for its first
/// tag and of `end` for its last. All sums over taggings are logarithmic, so no score is too large or too small. What a
/// time adds to all of its sums is taken from them and kept apart, so that they are as exact in a long sentence as in a
/// short one. Where sums are beyond `widestScore` even so, they are taken in double precision.
struct ConditionalRandomField {
  /// The parameters, or the gradients of the parameters. *Shape* K × K, K, K.
  struct Tensors {
    let transitions: FloatPointer
    let start: FloatPointer
    let end: FloatPointer
  }

  let tagCount: Int
  let tensors: Tensors

  /// How far from zero sums may be for single precision to tell probabilities to a thousandth.
  static let widestScore: Float = 0x1p14

  /// Scratch memory, of one thread at a time.
  final class Workspace {
    let transposed = FloatBuffer()
    fileprivate let exponentials = FloatBuffer()
    fileprivate let transposedExponentials = FloatBuffer()

    /// The highest of the transitions, which is taken from them before exponentiation, and how far above the lowest it
    /// is.
    fileprivate var shift: Float = 0
    fileprivate var spread: Float = 0

    /// For each time what has been taken from its forward scores.
    fileprivate let taken = FloatBuffer()

    fileprivate let forward = FloatBuffer()
    fileprivate let backward = FloatBuffer()
    fileprivate let marginals = FloatBuffer()
    fileprivate let scores = FloatBuffer()
    fileprivate let columns = FloatBuffer()

    /// What taggings that agree with the known tags contribute to the gradients of the emissions, negated.
    let agreeing = FloatBuffer()
  }

  /// The negative log of the probability that taggings agree with `tags`; replaces the emissions by `scale` times their
  /// gradients, and adds `scale` times the gradients of the parameters to `gradients`. *Shape* `emissions` L × K with
  /// L > 0, `tags` L.
  ///
  /// Where all tags are known that is their negative log likelihood. Requires: not all are `Int32.missingTag`.
  func loss(
    replacingByGradients emissions: Matrix, tags: ArraySlice<Int32>, scale: Float, gradients: Tensors,
    _ workspace: Workspace
  ) -> Double {
    let tags = tags.map(\.knownTag)
    let missing = tags.missingRuns
    prepare(workspace)
    let agreeing =
      score(emissions, tags) + subtractAgreeing(tags, missing, emissions, scale, gradients, workspace)
    let logPartition = logPartition(
      replacingByMarginals: emissions, scale: scale, transitionGradients: gradients.transitions, workspace)
    // Now the emissions are `scale` times the probabilities of the tags.
    ss_add_scaled(tagCount, 1, emissions.row(0), gradients.start)
    ss_add_scaled(tagCount, 1, emissions.row(emissions.rows - 1), gradients.end)
    subtractKnown(tags, emissions, scale, gradients)
    let ofAgreeing = workspace.agreeing.base
    for time in missing.joined() { ss_add_scaled(tagCount, 1, ofAgreeing + time * tagCount, emissions.row(time)) }
    return logPartition - agreeing
  }

  /// The log of the sum over all taggings; replaces the emissions by `scale` times the probability of each tag at each
  /// time, and adds `scale` times the expected number of each transition to `transitionGradients`.
  ///
  /// Requires: the workspace is prepared for the transitions.
  func logPartition(
    replacingByMarginals emissions: Matrix, scale: Float, transitionGradients: FloatPointer, _ workspace: Workspace
  ) -> Double {
    let forward = forwardScores(emissions, workspace)
    let backward = backwardScores(emissions, workspace)
    let taken = Matrix(workspace.taken.base, rows: emissions.rows, columns: 1)
    return isNarrow(forward) && isNarrow(backward) && isNarrow(taken)
      ? narrowLogPartition(emissions, forward, backward, scale, transitionGradients, workspace)
      : wideLogPartition(replacingByMarginals: emissions, scale: scale, transitionGradients: transitionGradients)
  }

  /// Whether all sums are numbers near enough to zero for single precision.
  private func isNarrow(_ sums: Matrix) -> Bool {
    for row in 0..<sums.rows {
      for column in 0..<sums.columns where !(abs(sums.row(row)[column]) < Self.widestScore) { return false }
    }
    return true
  }

  /// The log of the sum over all taggings, where single precision does for it and for the gradients.
  private func narrowLogPartition(
    _ emissions: Matrix, _ forward: Matrix, _ backward: Matrix, _ scale: Float, _ transitionGradients: FloatPointer,
    _ workspace: Workspace
  ) -> Double {
    let last = workspace.scores.reserved(tagCount)
    for tag in 0..<tagCount { last[tag] = forward.row(emissions.rows - 1)[tag] + tensors.end[tag] }
    let taken = (0..<emissions.rows).reduce(0.0) { $0 + Double(workspace.taken.base[$1]) }
    let logPartition = taken + Double(replaceByProbabilities(last))
    replaceByMarginals(emissions, forward, backward, scale, transitionGradients, workspace)
    return logPartition
  }

  /// The best tagging, the one with lower tags of equal ones. *Shape* `emissions` L × K.
  func bestTags(_ emissions: Matrix) -> [Int32] {
    guard emissions.rows > 0 else { return [] }
    var scores = (0..<tagCount).map { tensors.start[$0] + emissions.row(0)[$0] }
    var origins: [[Int32]] = []
    for time in 1..<max(emissions.rows, 1) {
      var next = [Float](repeating: 0, count: tagCount)
      var from = [Int32](repeating: 0, count: tagCount)
      for tag in 0..<tagCount {
        var best = scores[0] + tensors.transitions[tag]
        for previous in 1..<max(tagCount, 1) {
          let score = scores[previous] + tensors.transitions[previous * tagCount + tag]
          if score > best {
            best = score
            from[tag] = Int32(previous)
          }
        }
        next[tag] = best + emissions.row(time)[tag]
      }
      scores = next
      origins.append(from)
    }
    for tag in 0..<tagCount { scores[tag] += tensors.end[tag] }
    var best = 0
    for tag in scores.indices where scores[tag] > scores[best] { best = tag }
    var path = [Int32(best)]
    for from in origins.reversed() { path.append(from[Int(path[path.count - 1])]) }
    return path.reversed()
  }

  /// Exponentiates the transitions, so that sums over taggings are products where numbers are near enough to each
  /// other.
  private func prepare(_ workspace: Workspace) {
    let count = tagCount * tagCount
    let (exponentials, transposed) = (workspace.exponentials.reserved(count), workspace.transposed.reserved(count))
    let transposedExponentials = workspace.transposedExponentials.reserved(count)
    let highest = maximum(tensors.transitions, count)
    var lowest = highest
    for index in 0..<count {
      lowest = min(lowest, tensors.transitions[index])
      exponentials[index] = tensors.transitions[index] - highest
    }
    ss_exp_each(count, exponentials, exponentials)
    for from in 0..<tagCount {
      for to in 0..<tagCount {
        transposed[to * tagCount + from] = tensors.transitions[from * tagCount + to]
        transposedExponentials[to * tagCount + from] = exponentials[from * tagCount + to]
      }
    }
    (workspace.shift, workspace.spread) = (highest, highest - lowest)
  }

  /// The score of a tagging, or what the known tags of one add to it: their emissions, and the transitions, the start
  /// and the end of which all tags are known.
  private func score(_ emissions: Matrix, _ tags: [Int?]) -> Double {
    var result = (tags[0].map { Double(tensors.start[$0]) } ?? 0)
    result += tags[tags.count - 1].map { Double(tensors.end[$0]) } ?? 0
    for (time, tag) in tags.enumerated() {
      guard let tag else { continue }
      result += Double(emissions.row(time)[tag])
      if time > 0, let before = tags[time - 1] { result += Double(tensors.transitions[before * tagCount + tag]) }
    }
    return result
  }

  /// For each time and tag the log of the sum over all beginnings that end there, less what is taken from the times up
  /// to that one. *Shape* L × K.
  private func forwardScores(_ emissions: Matrix, _ workspace: Workspace) -> Matrix {
    let result = workspace.forward.matrix(rows: emissions.rows, columns: tagCount)
    let columns = workspace.columns.reserved(ss_field_workspace(tagCount))
    let taken = workspace.taken.reserved(emissions.rows)
    for tag in 0..<tagCount { result.row(0)[tag] = tensors.start[tag] + emissions.row(0)[tag] }
    taken[0] = takeMaximum(from: result.row(0))
    for time in 1..<max(emissions.rows, 1) {
      if !ss_log_sum_exp_columns_by_product(
        tagCount, result.row(time - 1), workspace.exponentials.base, workspace.shift, workspace.spread, columns,
        result.row(time))
      {
        ss_log_sum_exp_columns(tagCount, result.row(time - 1), tensors.transitions, columns, result.row(time))
      }
      ss_add_scaled(tagCount, 1, emissions.row(time), result.row(time))
      taken[time] = takeMaximum(from: result.row(time))
    }
    return result
  }

  /// For each time and tag the log of the sum over all continuations from there, less some number for each time.
  /// *Shape* L × K.
  private func backwardScores(_ emissions: Matrix, _ workspace: Workspace) -> Matrix {
    let result = workspace.backward.matrix(rows: emissions.rows, columns: tagCount)
    let columns = workspace.columns.reserved(ss_field_workspace(tagCount))
    let next = workspace.scores.reserved(tagCount)
    result.row(emissions.rows - 1).update(from: tensors.end, count: tagCount)
    for time in (0..<(emissions.rows - 1)).reversed() {
      for tag in 0..<tagCount { next[tag] = emissions.row(time + 1)[tag] + result.row(time + 1)[tag] }
      if !ss_log_sum_exp_columns_by_product(
        tagCount, next, workspace.transposedExponentials.base, workspace.shift, workspace.spread, columns,
        result.row(time))
      {
        ss_log_sum_exp_columns(tagCount, next, workspace.transposed.base, columns, result.row(time))
      }
      _ = takeMaximum(from: result.row(time))
    }
    return result
  }

  /// Subtracts the highest of a time's scores from all of them, and gives it.
  private func takeMaximum(from scores: FloatPointer) -> Float {
    let highest = maximum(scores, tagCount)
    for tag in 0..<tagCount { scores[tag] -= highest }
    return highest
  }

  /// Replaces the emissions by `scale` times the probability of each tag at each time, and adds `scale` times the
  /// expected number of each transition to `gradients`.
  private func replaceByMarginals(
    _ emissions: Matrix, _ forward: Matrix, _ backward: Matrix, _ scale: Float, _ gradients: FloatPointer,
    _ workspace: Workspace
  ) {
    let marginals = workspace.marginals.reserved(tagCount)
    let next = workspace.scores.reserved(tagCount)
    for time in 0..<emissions.rows {
      let (row, onward) = (emissions.row(time), backward.row(time))
      for tag in 0..<tagCount { marginals[tag] = forward.row(time)[tag] + onward[tag] }
      let common = replaceByProbabilities(marginals) + workspace.taken.base[time]
      if time > 0 {
        for tag in 0..<tagCount { next[tag] = row[tag] + onward[tag] - common }
        addTransitionMarginals(from: forward.row(time - 1), to: next, scale, gradients, workspace)
      }
      for tag in 0..<tagCount { row[tag] = scale * marginals[tag] }
    }
  }

  /// Adds `scale` times the probability of each transition at one time, given the scores of what lies before it and
  /// behind.
  private func addTransitionMarginals(
    from before: FloatPointer, to next: FloatPointer, _ scale: Float, _ gradients: FloatPointer, _ workspace: Workspace
  ) {
    let row = workspace.columns.reserved(ss_field_workspace(tagCount))
    if ss_add_exponentials_of_sums(
      tagCount, before, next, workspace.exponentials.base, workspace.shift, workspace.spread, scale, row, gradients)
    {
      return
    }
    for from in 0..<tagCount {
      for to in 0..<tagCount { row[to] = (before[from] + tensors.transitions[from * tagCount + to]) + next[to] }
      ss_exp_each(tagCount, row, row)
      ss_add_scaled(tagCount, scale, row, gradients + from * tagCount)
    }
  }

  /// Subtracts what the known tags contribute to the gradients, as `score` counts them.
  private func subtractKnown(_ tags: [Int?], _ emissions: Matrix, _ scale: Float, _ gradients: Tensors) {
    if let first = tags[0] { gradients.start[first] -= scale }
    if let last = tags[tags.count - 1] { gradients.end[last] -= scale }
    for (time, tag) in tags.enumerated() {
      guard let tag else { continue }
      emissions.row(time)[tag] -= scale
      if time > 0, let before = tags[time - 1] { gradients.transitions[before * tagCount + tag] -= scale }
    }
  }

  /// Exponentiates scores and divides them by their sum, and gives the logarithm of that sum.
  private func replaceByProbabilities(_ scores: FloatPointer) -> Float {
    let highest = takeMaximum(from: scores)
    ss_exp_each(tagCount, scores, scores)
    var sum: Float = 0
    for tag in 0..<tagCount { sum += scores[tag] }
    for tag in 0..<tagCount { scores[tag] /= sum }
    return highest + ss_natural_logarithm(sum)
  }
}
