internal import CKernels
internal import Model

/// The loss of a linear head: the cross entropy of each row's softmax, mean over the rows whose tag is known.
enum CrossEntropy {
  /// The loss; replaces the scores by their gradients. *Shape* `scores` N × K, `tags` N.
  ///
  /// Rows with `Int32.missingTag` have no loss and no gradient. Without any known tag the loss is 0.
  static func loss(replacingByGradients scores: Matrix, tags: [Int32]) -> Double {
    let labelledRows = tags.count { $0 != .missingTag }
    guard labelledRows > 0 else {
      scores.clear()
      return 0
    }
    var total = 0.0
    for index in 0..<scores.rows {
      let row = scores.row(index)
      guard let tag = tags[index].knownTag else {
        row.clear(scores.columns)
        continue
      }
      let highest = maximum(row, scores.columns)
      let ofTag = row[tag] - highest
      for column in 0..<scores.columns { row[column] -= highest }
      ss_exp_each(scores.columns, row, row)
      var sum: Float = 0
      for column in 0..<scores.columns { sum += row[column] }
      total += Double(ss_natural_logarithm(sum) - ofTag)
      let scale = 1 / (sum * Float(labelledRows))
      for column in 0..<scores.columns { row[column] *= scale }
      row[tag] -= 1 / Float(labelledRows)
    }
    return total / Double(labelledRows)
  }
}

/// The largest of `count` floats; not a number if the first is not.
func maximum(_ values: FloatPointer, _ count: Int) -> Float {
  var result = values[0]
  for index in 1..<max(count, 1) where values[index] > result { result = values[index] }
  return result
}

/// The index of the largest of `count` floats, the lowest of equal ones.
func indexOfMaximum(_ values: FloatPointer, _ count: Int) -> Int {
  var result = 0
  for index in 1..<max(count, 1) where values[index] > values[result] { result = index }
  return result
}
