package import ExperimentSpec
package import Files
package import Model
package import Planning

/// How scores differ between two experiments, such as two revisions of one: for each row and column that both have.
package struct ResultsDifference: Sendable {
  package let rows: [Row]

  /// How the differences were tested.
  package let settings: SignificanceSpec

  /// A row of both, by its name.
  package struct Row: Sendable {
    package let name: String
    package let scores: [Score]

    /// The mean over the tasks of their differences; `nil` where one is not known.
    package var mean: Double? {
      let differences = scores.filter { $0.column.set == nil }.map(\.difference)
      let known = differences.compactMap(\.self)
      return known.isEmpty || known.count < differences.count ? nil : known.reduce(0, +) / Double(known.count)
    }
  }

  /// The two scores of a column, in the unit in which they are shown.
  package struct Score: Sendable {
    package let column: ExperimentResults.Column
    package let metric: Metric
    package let old: Double?
    package let new: Double?

    /// What a test says of the difference, which is the new score less the old one; `nil` where both are of the same
    /// stages, or one is not there.
    package let tested: TestedDifference?

    /// The difference; `nil` where one of the scores is not there.
    package var difference: Double? {
      if let difference = tested?.evidence.difference { return difference }
      return new.flatMap { new in old.map { new - $0 } }
    }
  }
}

/// The results of one of two experiments that are compared.
package struct ComparedResults: Sendable {
  fileprivate let results: ExperimentResults
  fileprivate let outcomes: OutcomeSource
  private let variants: [String: PlannedVariant]

  package init(_ results: ExperimentResults, _ outcomes: OutcomeSource, of plan: Plan) {
    self.results = results
    self.outcomes = outcomes
    variants = Dictionary(plan.variants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The stages that scored `column` of the runs of `row`.
  fileprivate func stages(of row: ExperimentResults.VariantResults, _ column: ExperimentResults.Column) -> [StageID?] {
    row.runs.map { variants[$0]?.evaluation(of: column) }
  }
}

extension ResultsDifference {
  /// Compares the rows that `old` and `new` both have, in the order of the new ones.
  package init(
    from old: ComparedResults, to new: ComparedResults, _ settings: SignificanceSpec = SignificanceSpec()
  ) throws(FileFailure) {
    let before = Dictionary(old.results.means.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    typealias Place = (row: ExperimentResults.VariantResults, score: ExperimentResults.TaskScore, old: Double?)
    var places: [Place] = []
    var asked: [Int] = []
    var comparisons: [ScoreComparison] = []
    for row in new.results.means {
      guard let former = before[row.name] else { continue }
      for score in row.scores + row.further where former[score.column]?.metric == score.metric {
        let value = former[score.column]?.value
        if score.value != nil, value != nil, old.stages(of: former, score.column) != new.stages(of: row, score.column) {
          asked.append(places.count)
          comparisons.append(
            ScoreComparison(ScoredRow(row.runs, of: 1), minus: ScoredRow(former.runs, of: 0), on: [score.column]))
        }
        places.append((row, score, value))
      }
    }
    let results = try DifferenceTests(of: [old.outcomes, new.outcomes], settings).results(of: comparisons)
    let tested = Dictionary(zip(asked, results), uniquingKeysWith: { first, _ in first })
    var rows: [Row] = []
    var scores: [Score] = []
    for (index, place) in places.enumerated() {
      scores.append(
        Score(
          column: place.score.column, metric: place.score.metric, old: place.old, new: place.score.value,
          tested: tested[index]))
      if index + 1 == places.count || places[index + 1].row.name != place.row.name {
        rows.append(Row(name: place.row.name, scores: scores))
        scores = []
      }
    }
    self.rows = rows
    self.settings = settings
  }
}

/// What a difference of scores must not be: a bound for one column, or for the mean of the tasks.
package struct ScoreCondition: Hashable, Sendable {
  /// The name of the column, or `mean`.
  package let column: String
  package let order: Order
  package let bound: Double

  package enum Order: String, Hashable, Sendable, CaseIterable {
    // Longer signs first, as they begin like shorter ones.
    case atMost = "<="
    case atLeast = ">="
    case below = "<"
    case above = ">"
  }

  /// The condition that `text` writes, as `ner < -0.5`; `nil` if it writes none.
  package init?(_ text: String) {
    for order in Order.allCases {
      let parts = text.split(separator: order.rawValue, maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      let column = parts[0].drop { $0 == " " }
      let name = String(column.reversed().drop { $0 == " " }.reversed())
      guard !name.isEmpty, let bound = Double(parts[1].filter { $0 != " " }), bound.isFinite else { return nil }
      self.column = name
      self.order = order
      self.bound = bound
      return
    }
    return nil
  }

  /// Whether `difference` is what it must not be.
  package func holds(of difference: Double) -> Bool {
    switch order {
    case .atMost: difference <= bound
    case .atLeast: difference >= bound
    case .below: difference < bound
    case .above: difference > bound
    }
  }

  /// The differences that the condition is about, by the names of their rows.
  package func differences(in results: ResultsDifference) -> [(row: String, difference: Double)] {
    results.rows.compactMap { row in
      let own = row.scores.first { $0.column.name == column }
      let difference = own.map(\.difference) ?? (column == ClaimSpec.mean ? row.mean : nil)
      return difference.map { (row.name, $0) }
    }
  }
}
