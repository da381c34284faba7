import Evidence
import ExperimentSpec
import Files
import Model
import Statistics
import Text

/// What tests say on the differences of a table.
struct TableEvidence {
  /// Where a difference stands: the row, and the columns that it is the mean of.
  struct Place: Hashable {
    /// The name of the row.
    let row: String
    let columns: [ExperimentResults.Column]
  }

  private let view: ReportView
  private let settings: SignificanceSpec
  private let places: [Place]

  /// What rows are called.
  private let labels: [String: String]
  private let results: [Place: TestedDifference]

  /// Tests the differences of `view` at `places` to what their rows are compared with; `nil` if that is not asked for.
  init?(of view: ReportView, at places: [Place]) throws(FileFailure) {
    guard let settings = view.exhibit.significance?.value else { return nil }
    let material = view.material
    var comparisons: [ScoreComparison] = []
    var tested: [Place] = []
    let rows = Dictionary(view.rows.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for place in places {
      guard let row = rows[place.row], let counterpart = material.counterpart(of: row) else { continue }
      tested.append(place)
      comparisons.append(ScoreComparison(ScoredRow(row.runs), minus: ScoredRow(counterpart.runs), on: place.columns))
    }
    let tests = DifferenceTests(of: [OutcomeSource(material.plan, in: material.store)], settings)
    let results = try tests.results(of: comparisons)
    self.view = view
    self.settings = settings
    self.places = tested
    labels = rows.mapValues { view.label($0) }
    self.results = Dictionary(zip(tested, results), uniquingKeysWith: { first, _ in first })
  }

  /// What the test of the difference at `place` says.
  func result(at place: Place) -> ReportTable.TestResult? {
    results[place].map {
      ReportTable.TestResult(
        interval: $0.evidence.estimate?.interval, pValue: $0.pValue, isSignificant: $0.isSignificant)
    }
  }
}

// MARK: Notes

extension TableEvidence {
  /// How differences were tested, which were not, and which are left open, in sentences.
  var notes: [String] { (tested.isEmpty ? [] : [method]) + limits + untested + open }

  private func label(_ place: Place) -> String { labels[place.row] ?? place.row }

  private var tested: [TestedDifference] {
    places.compactMap { results[$0] }.filter { $0.evidence.difference != nil }
  }

  private var method: String {
    let count = tested.count
    let correction =
      switch settings.correction {
      case .holm: count > 1 ? ", corrected for \(counted(count, "difference"))" : ""
      case .none: count > 1 ? ", not corrected for the number of differences" : ""
      }
    let level = shortest(settings.alpha)
    let intervals = "; brackets: \(confidence(of: settings.alpha)) % interval"
    let draws = grouped(settings.resamples)
    return switch settings.test {
    case .paired:
      "*: p < \(level) by the bootstrap over sentences, and over seeds if there are several (\(draws) resamples)"
        + "\(correction)\(intervals)."
    case .bootstrap:
      "*: p < \(level) by the paired bootstrap over sentences (\(draws) resamples)\(correction)\(intervals)."
    case .hierarchical:
      "*: p < \(level) by the bootstrap over seeds and sentences (\(draws) resamples)\(correction)\(intervals)."
    case .randomization:
      "*: p < \(level) by approximate randomization over sentences (\(draws) exchanges)\(correction)\(intervals) by the "
        + "paired bootstrap."
    case .aso:
      "*: almost stochastic order over seeds: ε_min < \(shortest(AlmostStochasticOrder.threshold)) at the level \(level) "
        + "(\(draws) resamples)\(correction)."
    }
  }

  /// For which rows the test leaves open what other seeds would give.
  private var limits: [String] {
    switch settings.test {
    case .paired: break
    case .bootstrap, .hierarchical, .randomization, .aso: return []
    }
    let rows = places.filter { place in
      results[place]?.evidence.runs.map { !$0.areSeveral } ?? false
    }.map { label($0) }.withoutRepetitions
    if rows.isEmpty { return [] }
    return ["Tested over sentences only, because one of the two systems has a single seed: \(firstFew(rows))."]
  }

  /// Which differences were not tested, by the reason.
  private var untested: [String] {
    var rows: [UntestedReason: [String]] = [:]
    var reasons: [UntestedReason] = []
    for place in places {
      guard case .untested(let reason)? = results[place]?.evidence else { continue }
      if rows[reason] == nil { reasons.append(reason) }
      rows[reason, default: []].append(label(place))
    }
    let sentences = reasons.prefix(5).map { reason in
      "Not tested: \(firstFew((rows[reason] ?? []).withoutRepetitions)); \(reason)."
    }
    return sentences
      + (reasons.count > 5 ? ["Other rows were not tested for \(counted(reasons.count - 5, "other reason"))."] : [])
  }

  /// The most seeds that are worth telling.
  private static let mostSeeds = 1000

  /// Which differences these seeds leave undecided, and how many seeds would decide one of this size.
  private var open: [String] {
    let level =
      switch settings.correction {
      case .holm: settings.alpha / Double(max(1, tested.count))
      case .none: settings.alpha
      }
    let undecided = places.compactMap { place -> String? in
      guard let result = results[place], !result.isSignificant, let estimate = result.evidence.estimate,
        result.evidence.runs?.areSeveral == true
      else { return nil }
      let name = [label(place)] + (place.columns.count == 1 ? [view.label(place.columns[0])] : [])
      let seeds = estimate.error.runsNeeded(for: estimate.difference, level: level, upTo: Self.mostSeeds)
      return "\(name.joined(separator: " ")) (\(seeds.map(grouped) ?? "over \(grouped(Self.mostSeeds))"))"
    }
    if undecided.isEmpty { return [] }
    return ["Undecided, with the seeds that a difference of this size needs: \(firstFew(undecided))."]
  }
}
