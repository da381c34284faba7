internal import CKernels

/// Sums over the taggings that agree with the known tags of a sentence.
///
/// Given the known tags, what lies between them is independent. So each run of tokens without a tag is a sentence of
/// its own, which starts by transitions from the known tag before it and ends by transitions to the one behind it.
/// Each run is summed in single or double precision, as its own scores require.
///
/// *Source*: the marginal likelihood of Tsuboi, Kashima, Mori, Oda and Matsumoto 2008, "Training conditional random
/// fields using incomplete annotations".
extension ConditionalRandomField {
  /// The log of the sum over all tags of the `missing` runs of tokens, given the known `tags`, without what the known
  /// tags add to each tagging's score themselves.
  ///
  /// Adds −`scale` times its gradients by the parameters to `gradients`, and leaves −`scale` times its gradients by the
  /// emissions of the missing tokens in `workspace.agreeing`, at their times. *Shape* `emissions` L × K, `tags` L.
  func subtractAgreeing(
    _ tags: [Int?], _ missing: [Range<Int>], _ emissions: Matrix, _ scale: Float, _ gradients: Tensors,
    _ workspace: Workspace
  ) -> Double {
    guard !missing.isEmpty else { return 0 }
    let agreeing = workspace.agreeing.matrix(rows: emissions.rows, columns: tagCount)
    var sum = 0.0
    for run in missing {
      let (before, behind) = (run.lowerBound - 1, run.upperBound)
      let from = before >= 0 ? tags[before] : nil
      let to = behind < tags.count ? tags[behind] : nil
      let part = ConditionalRandomField(
        tagCount: tagCount,
        tensors: Tensors(
          transitions: tensors.transitions, start: from.map { tensors.transitions + $0 * tagCount } ?? tensors.start,
          end: to.map { workspace.transposed.base + $0 * tagCount } ?? tensors.end))
      for time in run { agreeing.row(time).update(from: emissions.row(time), count: tagCount) }
      sum += part.logPartition(
        replacingByMarginals: agreeing.rows(run), scale: -scale, transitionGradients: gradients.transitions, workspace)
      let (first, last) = (agreeing.row(run.lowerBound), agreeing.row(run.upperBound - 1))
      ss_add_scaled(tagCount, 1, first, from.map { gradients.transitions + $0 * tagCount } ?? gradients.start)
      if let to {
        for tag in 0..<tagCount { gradients.transitions[tag * tagCount + to] += last[tag] }
      } else {
        ss_add_scaled(tagCount, 1, last, gradients.end)
      }
    }
    return sum
  }
}

extension [Int?] {
  /// The longest runs of missing elements, in order.
  var missingRuns: [Range<Int>] {
    var runs: [Range<Int>] = []
    for (position, element) in enumerated() where element == nil {
      if let last = runs.last, last.upperBound == position {
        runs[runs.count - 1] = last.lowerBound..<(position + 1)
      } else {
        runs.append(position..<(position + 1))
      }
    }
    return runs
  }
}
