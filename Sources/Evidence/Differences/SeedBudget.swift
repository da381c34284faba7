import ExperimentSpec
package import Files
import Model
import Statistics

/// The differences to the baseline that the seeds of a plan can detect, estimated from stored runs.
package struct SeedBudget: Sendable {
  /// The rows that have several runs of both sides in the store.
  package let rows: [Row]

  /// The significance level, without correction.
  package let level: Double

  /// A row, and what its difference to the baseline is sure to.
  package struct Row: Sendable {
    package let name: String

    /// The names of a run of the row and of one of the row that it is compared with.
    package let run: String
    package let counterpart: String

    /// The seeds that the plan has of both.
    package let planned: Int

    /// What is known of each column, and of the mean over the tasks, which comes last where there are several.
    package let columns: [Column]
  }

  /// What is known of the differences in a column.
  package struct Column: Sendable {
    /// `nil` for the mean over the tasks.
    package let column: ExperimentResults.Column?

    /// The smallest difference that the planned seeds detect.
    package let smallest: Double
    private let error: DifferenceEstimate.Error
    private let level: Double

    fileprivate init?(
      _ column: ExperimentResults.Column?, _ error: DifferenceEstimate.Error, planned: Int, level: Double
    ) {
      guard let own = error.with(runs: planned) else { return nil }
      self.column = column
      self.error = error
      self.level = level
      smallest = own.halfWidth(level: level)
    }

    /// The number of seeds that detects a difference of `size`; `nil` if it exceeds 1,000.
    package func seeds(for size: Double) -> Int? { error.runsNeeded(for: size, level: level) }
  }
}

extension SeedBudget {
  /// The draws that variances are estimated by: two digits are enough.
  private static let resamples = 1000

  /// The most rows that are judged, so that looking at a plan takes no time to speak of.
  private static let mostRows = 20

  /// Judges the first rows of `results` by their `outcomes`.
  package init(
    of results: ExperimentResults, _ outcomes: OutcomeSource, level: Double = SignificanceSpec.usualAlpha
  ) throws(FileFailure) {
    let byName = Dictionary(results.means.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let done = Set(results.variants.filter { $0.scores.allSatisfy { $0.value != nil } }.map(\.name))
    typealias Pair = (row: ExperimentResults.VariantResults, other: ExperimentResults.VariantResults)
    let pairs = results.means.compactMap { row -> Pair? in
      row.counterpart.flatMap { byName[$0] }.map { (row, $0) }
    }.filter { pair in
      [pair.row, pair.other].allSatisfy { $0.runs.count { done.contains($0) } > 1 }
    }.prefix(Self.mostRows)
    var comparisons: [ScoreComparison] = []
    var places: [(pair: Int, column: ExperimentResults.Column?)] = []
    for (index, pair) in pairs.enumerated() {
      let (left, right) = (pair.row.runs.filter(done.contains), pair.other.runs.filter(done.contains))
      let tasks = pair.row.scores.map(\.column)
      let mean: [[ExperimentResults.Column]] = tasks.count > 1 ? [tasks] : []
      for columns in tasks.map({ [$0] }) + mean {
        comparisons.append(ScoreComparison(ScoredRow(left), minus: ScoredRow(right), on: columns))
        places.append((index, columns.count == 1 ? columns[0] : nil))
      }
    }
    let settings = SignificanceSpec(
      test: .hierarchical, alpha: level, resamples: Self.resamples, correction: .none)
    let tested = try DifferenceTests(of: [outcomes], settings).results(of: comparisons)
    let found = zip(places, tested).compactMap { place, result in
      result.evidence.estimate.map { (pair: place.pair, column: place.column, error: $0.error) }
    }
    self.level = level
    rows = pairs.enumerated().compactMap { index, pair in
      let planned = min(pair.row.runs.count, pair.other.runs.count)
      let columns = found.filter { $0.pair == index }.compactMap {
        Column($0.column, $0.error, planned: planned, level: level)
      }
      guard let run = pair.row.runs.first, let counterpart = pair.other.runs.first, !columns.isEmpty else { return nil }
      return Row(name: pair.row.name, run: run, counterpart: counterpart, planned: planned, columns: columns)
    }
  }
}
