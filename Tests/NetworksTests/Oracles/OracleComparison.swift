@testable import Networks

/// What a layer gave beside what a file says that it gives.
struct OracleComparison: Sendable {
  /// The name of the tensor in the file.
  let tensor: String
  let found: [Float]
  let expected: [Float]

  /// How far numbers may be apart, as a part of the expected one.
  var relative: Float = 1e-4

  /// What is added to the size of numbers before they are compared: results smaller than that are what is left of
  /// numbers near one, which single precision resolves to 10⁻⁷.
  var smallest: Float = 1e-3

  /// What is wrong, or nil if the numbers agree.
  var complaint: String? {
    guard found.count == expected.count else { return "\(tensor): \(found.count) numbers, not \(expected.count)" }
    return worstDifference(found, expected, relative: relative, smallest: smallest).map { index in
      "\(tensor)[\(index)]: \(found[index]) instead of \(expected[index])"
    }
  }
}

/// The place of the two numbers that are furthest apart, or nil if all agree.
///
/// Two numbers agree if they differ by no more than `relative` times the sum of three: the expected one, a hundredth of
/// the largest expected one, since what is left of large numbers that cancel is only as exact as these are, and
/// `smallest`.
func worstDifference(
  _ found: some Collection<Float>, _ expected: some Collection<Float>, relative: Float, smallest: Float
) -> Int? {
  let scale = expected.reduce(0) { max($0, $1.magnitude) }
  let worst = zip(found, expected).enumerated().map { index, pair in
    ((pair.0 - pair.1).magnitude / (pair.1.magnitude + scale / 100 + smallest), index)
  }.max { $0.0 < $1.0 || $1.0.isNaN }
  guard let worst, !(worst.0 <= relative) else { return nil }
  return worst.1
}
