import ExperimentSpec
import Model
import Statistics
import Testing

@testable import Evidence

/// The results of the runs `runs` with `scores` of one task, their mean among them; a score that is not there is `nil`.
private func result(_ name: String, _ runs: [String], _ scores: [Double?]) -> ExperimentResults.VariantResults {
  ExperimentResults.VariantResults(
    name: name, declared: String(name.prefix { $0 != "@" }), runs: runs,
    scores: [
      ExperimentResults.TaskScore(
        task: "pos", metric: .accuracy, split: "dev", value: Sample(scores.compactMap(\.self)).mean,
        count: scores.compactMap(\.self).count, delta: nil)
    ], sharing: nil, overlapRatio: nil, isMeasured: false)
}

/// The difference of a variant with `own` scores to a baseline with `base` scores, each under the seeds 1, 2, …, but
/// for what `seeds` says.
private func difference(_ own: [Double?], _ base: [Double?], seeds: [String: Int] = [:]) -> Double? {
  let (left, right) = (own.indices.map { "v@seed=\($0 + 1)" }, base.indices.map { "b@seed=\($0 + 1)" })
  var numbers: [String: Int] = [:]
  for name in left + right { numbers[name] = Int(name.suffix(1)) }
  numbers.merge(seeds) { _, new in new }
  let runs = zip(left, own).map { result($0, [$0], [$1]) } + zip(right, base).map { result($0, [$0], [$1]) }
  let comparison = BaselineComparison("b", runs: runs, seeds: numbers)
  return comparison.compared([result("v", left, own), result("b", right, base)])[0]["pos"]?.delta
}

@Test func runsAreComparedWithThoseOfTheirSeeds() {
  #expect(difference([80, 82], [70, 71]) == 10.5)
  // One run against three: that of its seed counts, not the mean.
  #expect(difference([80], [70, 60, 50]) == 10)
  // A run that is not done takes no part, nor does its partner.
  #expect(difference([80, 82, nil], [70, 71, 10]) == 10.5)
}

@Test func whatHasNoPartnerIsComparedWithTheMean() {
  #expect(difference([80], [70, 60, 50], seeds: ["v@seed=1": 9]) == 20)
  #expect(difference([80, 90], [70, nil]) == 15)
  #expect(difference([nil], [70]) == nil)
  #expect(difference([80], [nil]) == nil)
}
