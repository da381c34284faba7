import Planning
import Testing

@testable import Exporting

/// Grids whose cells share nothing, the vocabulary alone, or everything up to the last training.
private let sweeps = [
  "{seeds: [1]}", "{seeds: [1, 2, 3, 4, 5]}", "{product: {training.epochs: [1, 2, 3, 4, 5]}}",
  "{product: {training.epochs: [1, 2, 3], base.encoder.hidden: [4, 300]}, seeds: [1, 2]}",
  "{product: {pruning.rate.rounds: [1, 2, 3]}}",
]

/// The stages that each job of `arrays` waits for, directly or not, by the places of stages.
private func waited(_ arrays: [JobArray]) throws -> [Int: Set<Int>] {
  var places: [JobArray.Job: Int] = [:]
  var waited: [Int: Set<Int>] = [:]
  for (number, array) in arrays.enumerated() {
    for (index, place) in array.stages {
      var all: Set<Int> = []
      for dependency in array.dependencies {
        let job =
          switch dependency {
          case .sameIndex(let array): JobArray.Job(array: array, index: index)
          case .job(let job): job
          }
        // Only what was submitted before can be named.
        let producer = try #require(places[job], "array \(number) waits for \(job)")
        all.formUnion(try #require(waited[producer]).union([producer]))
      }
      waited[place] = all
    }
    for (index, place) in array.stages {
      #expect(places.updateValue(place, forKey: JobArray.Job(array: number, index: index)) == nil, "an index twice")
    }
  }
  return waited
}

@Test(arguments: sweeps, [1, 2, 1000])
func everyJobWaitsForExactlyWhatItsStageNeeds(sweep: String, size: Int) throws {
  let workload = Workload(try plan(gridText(sweep: sweep)))
  let arrays = JobArrays(workload, size: size).arrays
  #expect(arrays.flatMap(\.stages).allSatisfy { (0..<size).contains($0.index) })
  let waited = try waited(arrays)
  for (place, ancestors) in workload.missingAncestors.enumerated() {
    #expect(waited[place] == ancestors, "\(workload.stages[place].name)")
  }
}

@Test func whatIsDoneIsNotSubmittedAndNotWaitedFor() throws {
  let plan = try plan(gridText())
  // As after a failure: everything up to some stage in the middle is done, and parts of what follows.
  let missing = Set(plan.stageIDs.enumerated().filter { $0.offset > 10 && $0.offset % 3 != 0 }.map(\.element))
  let workload = Workload(plan, missing: missing)
  let waited = try waited(JobArrays(workload, size: 1000).arrays)
  #expect(Set(waited.keys.map { workload.stages[$0].stage.id }) == missing)
  for (place, stages) in waited { #expect(stages == workload.missingAncestors[place]) }
}

/// Cells that are alike take no more arrays than one of them.
@Test func aGridHasAsManyArraysAsACell() throws {
  let one = JobArrays(Workload(try plan(gridText(sweep: "{seeds: [1]}"))), size: 1000).arrays
  let many = JobArrays(Workload(try plan(gridText(sweep: "{seeds: [1, 2, 3, 4, 5]}"))), size: 1000).arrays
  // Two variants are counted alike, so that a cell's two counts share an array, and those of several cells have two.
  #expect(many.count == one.count + 1)
  // The vocabulary does not depend on the seed, so that cells wait for the one job of it.
  let (jobs, jobsOfOne) = (many.flatMap(\.stages).count, one.flatMap(\.stages).count)
  #expect(jobs == 5 * (jobsOfOne - 1) + 1)
}

/// What several values have in common in each cell branches there, once: the arrays are those of a cell, for each
/// value.
@Test func valuesThatHaveStagesInCommonBranchWithinTheirCells() throws {
  let one = JobArrays(Workload(try plan(gridText(sweep: "{seeds: [1]}"))), size: 1000).arrays
  let sweep =
    "{product: {base.encoder.hidden: [16, 24, 32], training.optimizer.learning_rate: [0.1, 0.05, 0.02]}, seeds: [1, 2, 3, 4]}"
  let many = JobArrays(Workload(try plan(gridText(sweep: sweep))), size: 1000).arrays
  #expect(many.count <= 3 * (one.count + 1))
  #expect(many.flatMap(\.stages).count > 10 * one.count)
}

@Test func thatManyJobsAreSubmittedAndNoMore() throws {
  let workload = Workload(try plan(gridText()))
  for most in [1, 7, 20] {
    let jobs = try waited(JobArrays(workload, size: 1000, most: most).arrays)
    #expect(jobs.count == most)
    // What is submitted waits for nothing that is not.
    for (place, stages) in jobs { #expect(stages == workload.missingAncestors[place]) }
  }
}

@Test(arguments: [
  ([Int](), ""), ([3], "3"), ([0, 1], "0-1"), ([5, 1, 2, 3], "1-3,5"), ([1, 3, 5], "1,3,5"),
])
func indicesAreWrittenAsSlurmReadsThem(indices: [Int], text: String) {
  #expect(SlurmExport.ranges(indices) == text)
}
